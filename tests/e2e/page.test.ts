import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { createBuilder } from 'vite'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { readPageFiles } from '../../src-main/base/system-page-files.ts'
import { systemTicker } from '../../src-main/base/system-ticker.ts'
import { deskHandlers } from '../../src-main/ipc/desk-handlers.ts'
import { DeskTopics } from '../../src-main/ipc/desk-topics.ts'
import { serve } from '../../src-main/ipc/request-server.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { openWebHost, type WebHost } from '../../src-main/ipc/web-host.ts'
import { openChromium } from '../support/chromium.ts'
import { FakeDesk, at, quietDay } from '../support/fake-desk.ts'

const built = mkdtempSync(join(tmpdir(), 'haetae-page-'))
const complaints: string[] = []
let browser: Browser
let host: WebHost
let desk: FakeDesk
let page: Page

beforeAll(async () => {
  const builder = await createBuilder({ configFile: 'vite.config.ts', build: { outDir: built, emptyOutDir: true } })
  await builder.build(builder.environments['client']!)
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await host.close()
  rmSync(built, { recursive: true })
})

async function openHost(port = 0): Promise<void> {
  desk = new FakeDesk()
  const log = new TopicLog(`session-${Math.random()}`)
  const topics = new DeskTopics(log)
  topics.attach(desk, systemTicker)
  desk.publish = (changes) => topics.publish(changes)
  quietDay(desk)
  const handlers = deskHandlers(desk)
  host = await openWebHost({
    files: readPageFiles(built), port, clock: systemClock, onChannel: (channel) => serve(channel, handlers, log, systemClock),
    health: () => ({ name: 'haetae', version: '0', mode: 'demo', ready: true, trading: true, components: [] }),
  })
}

async function openPage(colorScheme: 'dark' | 'light', url: string): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme })
  opened.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
  opened.on('pageerror', (error) => void complaints.push(error.message))
  opened.setDefaultTimeout(8_000)
  await opened.goto(url)
  return opened
}

const rows = (label: string) => page.getByRole('table', { name: label }).locator('tbody tr')

beforeEach(async () => {
  await page?.close()
  await host?.close()
  complaints.length = 0
  await openHost()
  page = await openPage('dark', host.newLink())
  await rows('Positions').first().waitFor()
})

it('shows positions, decisions with reasons, round trips and the log, without a complaint from the browser', async () => {
  expect(await rows('Positions').first().innerText()).toContain('111,945.0')
  expect(await rows('Positions').nth(1).innerText()).toMatch(/SOLUSDT.*Short.*4\.2/s)
  expect(await rows('Decisions').count()).toBe(120)
  await page.getByText('Refused · funding-against 0.96%, limit 0.50%').first().waitFor()
  expect(await rows('Round trips').count()).toBe(3)
  expect(await rows('Round trips').first().innerText()).toContain('Time exit')
  await page.getByText('sent, answer not received. It may or may not be at the venue.').first().waitFor()
  expect(await page.getByRole('status', { name: 'Mode' }).innerText()).toBe('DEMO')
  expect(await page.title()).toBe('DEMO · Haetae')
  expect(await page.locator('canvas').count()).toBeGreaterThan(0)
  mkdirSync('.tsc', { recursive: true })
  await page.screenshot({ path: '.tsc/page-dark.png' })
  const light = await openPage('light', host.newLink())
  await light.getByRole('table', { name: 'Decisions' }).waitFor()
  await light.getByRole('tab', { name: 'Orders' }).click()
  await light.screenshot({ path: '.tsc/page-light.png' })
  await light.close()
  expect(complaints).toEqual([])
})

it('asks before it flattens, and a double click sends once', async () => {
  await page.getByRole('button', { name: 'Flatten all…' }).click()
  await page.getByRole('heading', { name: 'Close all 2 positions at market?' }).waitFor()
  await page.screenshot({ path: '.tsc/page-dialog.png' })
  expect(desk.asked).toEqual([])
  await page.getByRole('button', { name: 'Close all', exact: true }).dblclick()
  await page.getByText('No open position.').waitFor()
  expect(desk.asked).toEqual([{ kind: 'flatten', by: 'window', instrumentId: null }])
  expect(await page.getByRole('dialog').count()).toBe(0)
})

it('keeps positions on Escape, by keyboard alone', async () => {
  await page.getByRole('button', { name: 'Flatten all…' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(desk.asked).toEqual([])
  await page.getByRole('button', { name: 'Close BTCUSDT' }).press('Enter')
  await page.getByRole('button', { name: 'Close BTCUSDT', exact: true }).last().press('Enter')
  await expect.poll(() => desk.asked).toEqual([{ kind: 'flatten', by: 'window', instrumentId: 'BTCUSDT' }])
})

it('does not start again with the second half of a double click', async () => {
  await page.getByRole('button', { name: 'Stop trading' }).dblclick()
  await page.getByRole('button', { name: 'Start trading' }).waitFor()
  expect(desk.asked).toEqual([{ kind: 'stop-trading', by: 'window' }])
})

it('clears a latch only when its name was typed', async () => {
  desk.latches = [{ latch: 'daily-loss', reason: 'Loss of the day 2.04%, limit 2%.', setAt: at(206) }]
  desk.publish([{ kind: 'latch-set', time: at(206), latch: 'daily-loss', reason: 'Loss of the day 2.04%, limit 2%.' }])
  const clear = page.getByRole('button', { name: 'Clear latch' })
  await clear.waitFor()
  expect(await clear.isDisabled()).toBe(true)
  await page.getByLabel('Type daily-loss to clear it').fill('daily-loss')
  await page.screenshot({ path: '.tsc/page-latch.png' })
  await clear.click()
  await expect.poll(() => desk.asked).toEqual([{ kind: 'clear-latch', by: 'window', latch: 'daily-loss' }])
})

it('hides the token, and finds its session again after a reload', async () => {
  expect(page.url()).toBe(`http://127.0.0.1:${host.port}/`)
  await page.reload()
  await rows('Positions').first().waitFor()
  expect(complaints).toEqual([])
})

it('refuses a token that was used, and says what to do', async () => {
  const link = host.newLink()
  const first = await openPage('dark', link)
  await first.getByRole('table', { name: 'Positions' }).waitFor()
  const token = new URL(link).hash.replace('#boot=', '')
  expect(await first.evaluate(`fetch('/session', { method: 'POST', headers: { authorization: 'Boot ${token}' } }).then(({ status }) => status)`)).toBe(401)
  const second = await openPage('dark', link)
  await second.getByRole('alert').getByText('Open the newest link').waitFor()
  await second.screenshot({ path: '.tsc/page-locked.png' })
  await second.goto(host.newLink())
  await second.getByRole('table', { name: 'Positions' }).waitFor()
  await Promise.all([first.close(), second.close()])
})

it('says that the engine is gone, and comes back with it', async () => {
  const { port } = host
  await host.close()
  await page.getByRole('alert').getByText('No connection to the engine').waitFor()
  await page.screenshot({ path: '.tsc/page-lost.png' })
  expect(await page.getByRole('button', { name: 'Flatten all…' }).isDisabled()).toBe(true)
  await openHost(port)
  await page.getByRole('alert').getByText('Open the newest link').waitFor()
})

it('is closed to rebound names and to other pages of the same browser', async () => {
  const other = await browser.newPage()
  expect((await other.goto(`http://evil.test:${host.port}/`))?.status()).toBe(403)
  const attempt = `new Promise((resolve) => {
    const socket = new WebSocket('ws://127.0.0.1:${host.port}/', ['haetae.1', '${'0'.repeat(64)}'])
    socket.onopen = () => resolve('open')
    socket.onerror = () => resolve('refused')
  })`
  expect(await other.evaluate(attempt)).toBe('refused')
  const post = `fetch('http://127.0.0.1:${host.port}/session', { method: 'POST', mode: 'no-cors' }).then(({ status, type }) => type + status, () => 'refused')`
  expect(await other.evaluate(post)).not.toBe('basic200')
  await other.close()
})

it('can be read by everybody: text has the contrast AA asks for, in both themes', async () => {
  const light = await openPage('light', host.newLink())
  await light.getByRole('table', { name: 'Decisions' }).waitFor()
  for (const shown of [page, light]) expect(await shown.evaluate(CONTRAST)).toEqual([])
  await light.close()
})

/** Text whose contrast with what is behind it is under 4.5, in the page itself. Disabled controls are exempt. */
const CONTRAST = `(() => {
  const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return { r, g, b, a } }
  const light = ({ r, g, b }) => [r, g, b].map((c) => c / 255).map((c) => (c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0)
  const behind = (element) => { for (let e = element; e; e = e.parentElement) { const colour = parse(getComputedStyle(e).backgroundColor); if (colour.a > 0) return colour } return parse('rgb(255, 255, 255)') }
  const found = new Set()
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    if (!own || element.closest(':disabled, noscript, script')) continue
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))]
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05)
    if (ratio < 4.5) found.add(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2))
  }
  return [...found]
})()`
