import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium } from '../support/chromium.ts'
import { runProgram } from '../support/recorded.ts'

// The program as people start it, from the bundle, with the real page in a real browser: nothing stands in for anything.
const home = mkdtempSync(join(tmpdir(), 'haetae-headless-'))
const complaints: string[] = []
let host: ChildProcess
let ended: Promise<unknown>
let browser: Browser
let page: Page
let url: URL

beforeAll(async () => {
  const args = ['dist/main/headless.js', '--headless', '--mode', 'demo', '--speed', '1000', '--port', '0', '--no-open']
  host = spawn(process.execPath, args, { env: { ...process.env, HAETAE_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] })
  ended = new Promise((resolve) => host.once('exit', (code, signal) => resolve({ code, signal })))
  url = await new Promise((resolve, reject) => {
    host.stdout!.on('data', (chunk: Buffer) => {
      const [found] = /http:\S+/.exec(chunk.toString()) ?? []
      if (found) resolve(new URL(found))
    })
    void ended.then((end) => reject(new Error(`the host ended: ${JSON.stringify(end)}`)))
  })
  browser = await openChromium()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
  page.on('pageerror', (error) => void complaints.push(error.message))
  await page.goto(url.href)
}, 120_000)

afterAll(async () => {
  await browser?.close()
  host.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

it('says how it is without a session, and nothing else', async () => {
  const health = await fetch(`${url.origin}/health`)
  expect(await health.json()).toMatchObject({ name: 'haetae', mode: 'demo', ready: true, trading: true, components: expect.arrayContaining([{ component: 'venue', healthy: true }]) as unknown })
  expect((await fetch(`${url.origin}/journal.db`)).status).toBe(404)
})

it('comes to three round trips on two instruments, a stop among them, and shows them', async () => {
  await page.getByRole('navigation').getByRole('button', { name: /^Journal/ }).click()
  const rows = page.getByRole('table', { name: 'Round trips', exact: true }).locator('tbody tr')
  await expect.poll(async () => {
    const texts = await rows.allInnerTexts()
    return { trips: texts.length >= 3, instruments: new Set(texts.map((text) => /[A-Z]+USDT/.exec(text)?.[0])).size >= 2, stop: texts.some((text) => /stop/i.test(text)) }
  }, { timeout: 100_000, interval: 500 }).toEqual({ trips: true, instruments: true, stop: true })
  await page.getByRole('tab', { name: /^Orders/ }).click()
  await expect.poll(() => page.getByRole('table', { name: 'Orders', exact: true }).locator('tbody tr').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/stop market/i)]))
  expect(complaints).toEqual([])
}, 120_000)

it('exports each round trip with decision id, stop order and fees while it runs', async () => {
  const rows = JSON.parse(await runProgram('dist/main/haetae.js', ['export', '--format', 'json'], { home })) as Record<string, string | null>[]
  const trades = rows.filter(({ kind }) => kind === 'trade')
  expect(trades.length).toBeGreaterThanOrEqual(3)
  for (const trade of trades) {
    const own = rows.filter((row) => row['entry_id'] === trade['entry_id'])
    expect(trade['decision_id']).toMatch(/^perp-ev\//)
    expect(own.some(({ kind, purpose }) => kind === 'order' && purpose === 'protect'), 'a stop order').toBe(true)
    expect(own.filter(({ kind }) => kind === 'fee').length, 'fee rows').toBeGreaterThanOrEqual(2)
  }
})

it('is busy for a second engine on the same account', async () => {
  await expect(runProgram('dist/main/headless.js', ['--mode', 'demo', '--no-open'], { home, code: 4 })).resolves.toBe('')
})

it('ends cleanly on Ctrl-C and leaves no venue behind', async () => {
  host.kill('SIGINT')
  expect(await ended).toEqual({ code: 0, signal: null })
})
