import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startHost } from '../../scripts/page/host-process.ts'
import { openChromium } from './chromium.ts'
import { openDesktop } from './desktop-app.ts'
import { leasePid } from './engine-home.ts'
import type { Complaints } from './watched-page.ts'

/** Where the window runs. The story is the same in each. */
export interface StoryHost {
  readonly page: Page
  /** Another window of the same person. */
  another(): Promise<Page>
  /** The text of a file that the page gives the person, asked for while this waits. */
  takeFile(): Promise<string>
  /** Of the engine's process that works on the account of a demo. */
  enginePid(seed: number): number
  close(): Promise<void>
}

const VIEWPORT = { width: 1_600, height: 1_000 }

export async function openHeadless(complaints: Complaints): Promise<StoryHost> {
  const home = mkdtempSync(join(tmpdir(), 'haetae-story-'))
  const host = await startHost(home, [])
  const browser = await openChromium()
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US' })
  const page = await context.newPage()
  await complaints.watch(page)
  await page.goto(host.url.href)
  return {
    page,
    // A duplicated tab has the session of the one it was made from, and a process of its own.
    another: async () => {
      const session = await page.evaluate(() => Object.entries(sessionStorage))
      const other = await context.newPage()
      await complaints.watch(other)
      await other.addInitScript((entries) => {
        if (sessionStorage.length === 0) for (const [key, value] of entries) sessionStorage.setItem(key, value)
      }, session)
      await other.goto(host.url.origin)
      return other
    },
    takeFile: async () => readFileSync(await (await page.waitForEvent('download')).path(), 'utf8'),
    enginePid: (seed) => leasePid(join(home, `sim_demo_${seed}`)),
    close: async () => {
      await browser.close()
      await host.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export async function openInDesktop(complaints: Complaints): Promise<StoryHost> {
  const app = await openDesktop()
  await complaints.watch(app.page)
  await app.page.setViewportSize(VIEWPORT)
  const file = join(app.home, 'exported.csv')
  app.control.answer('save', () => file)
  // Closing over open positions asks; the story has closed them by then.
  app.control.answer('message-box', () => 1)
  return {
    page: app.page,
    another: async () => {
      await app.control.run('click', { menu: 'application', id: 'window.new' })
      const other = await app.control.page('2')
      await complaints.watch(other)
      await other.setViewportSize(VIEWPORT)
      return other
    },
    takeFile: async () => {
      await app.page.getByText('Saved.').waitFor()
      return readFileSync(file, 'utf8')
    },
    enginePid: (seed) => leasePid(join(app.home, `sim_demo_${seed}`)),
    close: async () => void (await app.close()),
  }
}
