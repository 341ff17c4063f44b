import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChromium } from '../support/chromium.ts'
import { axeProblems } from '../support/page-axe.ts'
import { measureContrast, type Measured } from '../support/page-contrast.ts'
import { walkByTab } from '../support/page-keyboard.ts'
import { openLook, PageRig, type Look } from '../support/page-rig.ts'
import type { Shown } from '../support/page-state.ts'
import { STATES } from '../support/page-states.ts'
import { findCutTexts, fontProblems } from '../support/page-texts.ts'
import { Complaints } from '../support/watched-page.ts'

// Every page and state in both languages, measured as it is rendered: with axe, and by our own means the contrast in both themes with both
// palettes of prices, texts that are cut, fonts, and where Tab goes (which depends on none of these: once is enough).
const LOOKS: readonly (Look & { readonly keyboard: boolean })[] = [
  { theme: 'dark', language: 'en', prices: 'western', isStill: true, keyboard: true },
  { theme: 'light', language: 'ko', prices: 'korean', isStill: true, keyboard: false },
]
const COLOURS = (['dark', 'light'] as const).flatMap((theme) => (['western', 'korean'] as const).map((prices) => ({ theme, prices })))

let browser: Browser
beforeAll(async () => {
  browser = await openChromium()
})
afterAll(() => browser.close())

describe.each(LOOKS)('$theme, $language, $prices', (look) => {
  const complaints = new Complaints()
  let rig: PageRig
  let shown: Shown
  beforeAll(async () => {
    rig = await PageRig.open()
    rig.choose()
    shown = { rig, page: await openLook(browser, rig.host.newLink(), look, complaints), language: look.language }
  })
  afterAll(async () => {
    await shown.page.context().close()
    await rig.close()
  })

  it.each(STATES)('$name', async (state) => {
    const { page } = shown
    await state.enter(shown)
    await still(page)
    const contrast = await contrastInAllColours(page, look)
    const cut = await findCutTexts(page)
    const problems = [...contrast.problems, ...cut.problems, ...(await fontProblems(page)), ...(await axeProblems(page)), ...(look.keyboard ? await keyboardProblems(page) : [])]
    await state.leave?.(shown)
    expect(Math.min(contrast.texts, cut.texts)).toBeGreaterThan(3)
    expect(problems).toEqual([])
    expect(complaints.whileConnected).toEqual([])
  })
})

it('finds a grey that is planted in the real page', async () => {
  const rig = await PageRig.open()
  rig.beginBusy()
  const page = await openLook(browser, rig.host.newLink(), { theme: 'dark', language: 'en' }, new Complaints())
  await page.getByRole('tab', { name: /^Positions/ }).waitFor()
  await page.evaluate(() => document.documentElement.style.setProperty('--text-3', '#5b646e'))
  await still(page)
  expect((await measureContrast(page)).problems.length).toBeGreaterThan(3)
  await page.context().close()
  await rig.close()
})

const still = (page: Page): Promise<unknown> => page.evaluate(() => document.fonts.ready.then(() => new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(resolve))
})))

/** Colours come from the root's attributes alone. */
async function contrastInAllColours(page: Page, { theme, prices }: Look): Promise<Measured> {
  const found: { texts: number; problems: string[] } = { texts: Number.POSITIVE_INFINITY, problems: [] }
  for (const colours of [...COLOURS, { theme, prices }]) {
    await page.evaluate((wanted) => void Object.assign(document.documentElement.dataset, wanted), colours)
    const { texts, problems } = await measureContrast(page)
    found.texts = Math.min(found.texts, texts)
    found.problems.push(...problems.map((problem) => `contrast, ${colours.theme} and ${colours.prices}: ${problem}`))
  }
  return found
}

async function keyboardProblems(page: Page): Promise<readonly string[]> {
  const { missed, mouseOnly, ringless, small } = await walkByTab(page)
  return Object.entries({ missed, mouseOnly, ringless, small }).flatMap(([kind, elements]) => elements.map((element) => `${kind}: ${element}`))
}
