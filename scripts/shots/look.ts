import type { Browser, Page } from 'playwright-core'

/** How a window likes to look. */
export interface Look {
  readonly theme: 'dark' | 'light'
  readonly language: 'en' | 'ko'
  readonly prices: 'western' | 'korean'
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Buys the session that a link is good for, so that several windows can be opened. */
export async function sessionOf(url: URL): Promise<string> {
  const boot = new URLSearchParams(url.hash.slice(1)).get('boot')
  const answer = await fetch(`${url.origin}/session`, { method: 'POST', headers: { authorization: `Boot ${boot}`, origin: url.origin } })
  if (!answer.ok) throw new Error(`the link was refused: ${answer.status}`)
  return answer.text()
}

/** A window in a browser profile of its own. */
export async function openLook(browser: Browser, origin: string, session: string, { size, ...look }: Look & { readonly size: Size }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, colorScheme: look.theme, locale: look.language === 'ko' ? 'ko-KR' : 'en-US', timezoneId: 'Asia/Seoul', reducedMotion: 'reduce' })
  const page = await context.newPage()
  const settings = JSON.stringify({ ...look, density: 'compact', zone: 'Asia/Seoul' })
  await page.addInitScript(([secret, kept]) => {
    sessionStorage.setItem('session', secret!)
    localStorage.setItem('settings', kept!)
  }, [session, settings])
  await page.goto(origin)
  await page.evaluate(() => document.fonts.ready)
  return page
}
