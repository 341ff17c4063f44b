import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { launchChromium } from '../../../scripts/page/chromium.ts'
import { onCommand, record } from './control.ts'
import { isCancelled } from './session.ts'

type SchemeHandler = (request: Request) => Response | Promise<Response>
const schemes = new Map<string, SchemeHandler>()
let browser: Browser | undefined
let context: BrowserContext

export async function openBrowser(): Promise<void> {
  // Windows that pages open are refused by Chromium too, once it has told of them: the program's answer is recorded, and is always no.
  browser = await launchChromium([`--remote-debugging-port=${process.env['DOUBLE_PORT'] ?? 0}`, '--block-new-web-contents'])
  context = await browser.newContext({ locale: process.env['DOUBLE_LOCALE'] ?? 'en-US' })
}

export const closeBrowser = async (): Promise<void> => browser?.close()

export async function newPage(size: { readonly width: number; readonly height: number }): Promise<Page> {
  const page = await context.newPage()
  await page.setViewportSize(size)
  return page
}

/** Pages that close meanwhile need no colours. */
export const setColorScheme = (colorScheme: 'dark' | 'light' | null): Promise<unknown> => Promise.all((context?.pages() ?? []).map((page) => page.emulateMedia({ colorScheme }).catch(() => undefined)))

export const protocol = {
  registerSchemesAsPrivileged: (list: unknown): void => record('schemes', list),
  handle: (scheme: string, handler: SchemeHandler): void => void schemes.set(scheme, handler),
}

/** A custom scheme is shown to Chromium as https, so that its own rules for secure pages, origins and policies apply: app://ui/x is https://ui.app.double/x. */
export const toChromium = (url: string): string => url.replace(/^([a-z]+):\/\/([^/]*)/, (whole, scheme: string, host: string) => (schemes.has(scheme) ? `https://${host}.${scheme}.double` : whole))
export const toElectron = (url: string): string => url.replace(/^https:\/\/([^/]*)\.([a-z]+)\.double/, '$2://$1')

async function handled(url: string): Promise<Response | undefined> {
  return schemes.get(new URL(url).protocol.slice(0, -1))?.(new Request(url))
}

/** Answers from the program's own handler, once its web requests have let it through. Nothing else is answered: a test never reaches the internet. */
export async function answer(route: Route): Promise<void> {
  const url = toElectron(route.request().url())
  const cancelled = await isCancelled(url)
  if (cancelled) record('request-cancelled', { url })
  const response = cancelled ? undefined : await handled(url)
  if (!response) return route.abort()
  await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) })
}

onCommand('fetch', async (url: string) => {
  const response = await handled(url)
  return response && { status: response.status, headers: Object.fromEntries(response.headers), bytes: (await response.arrayBuffer()).byteLength }
})
