import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe']

/** A Chromium to look with: the one named in CHROMIUM, the one that came from npm (Linux), or one that is installed. */
async function chromiumPath(): Promise<string> {
  const named = process.env['CHROMIUM']
  if (named) return named
  if (process.platform === 'linux') return (await import('@sparticuz/chromium')).default.executablePath()
  const installed = INSTALLED.find((path) => existsSync(path))
  if (!installed) throw new Error('no Chromium found: name one in CHROMIUM')
  return installed
}

/** Security stays on: none of the switches that npm's Chromium proposes. */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: ['--no-sandbox', ...args] })
}
