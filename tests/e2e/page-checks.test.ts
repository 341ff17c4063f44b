import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodePng, smallPng } from '../../scripts/page/small-png.ts'
import { axeProblems } from '../support/page-axe.ts'
import { measureContrast } from '../support/page-contrast.ts'
import { walkByTab } from '../support/page-keyboard.ts'
import { findCutTexts, fontProblems } from '../support/page-texts.ts'
import { openChromium } from '../support/chromium.ts'
import { Complaints } from '../support/watched-page.ts'

// The measures themselves, on pages with one flaw each: what finds nothing here proves nothing elsewhere.
let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await openChromium()
  page = await browser.newPage({ viewport: { width: 800, height: 600 } })
})
afterAll(() => browser.close())

const RING = '<style>:focus-visible { outline: 2px solid #22f } button, a { display: inline-block; min-width: 24px; min-height: 24px }</style>'
const show = (body: string): Promise<void> => page.setContent(`<!doctype html><html lang="en"><head><title>t</title>${RING}</head><body style="background: #fff; color: #000"><main><h1>Page</h1>${body}</main></body></html>`)

describe('contrast', () => {
  it.each([
    ['a grey', '<p style="color: #888">Text</p>'],
    ['a grey of one element among good ones', '<p>Good <span style="color: #999">not good</span></p>'],
    ['black at half opacity', '<div style="opacity: .5"><p>Text</p></div>'],
    ['a colour of low alpha', '<p style="color: rgb(0 0 0 / .5)">Text</p>'],
    ['text on a bar beside it', '<div style="position: relative"><i style="position: absolute; inset: 0; background: #444"></i><span style="position: relative">Text</span></div>'],
    ['a tint over a dark ground', '<div style="background: #222"><div style="background: rgb(255 255 255 / .1)"><p>Text</p></div></div>'],
    ['a grey of a mixed colour', '<p style="color: color-mix(in oklab, #fff 70%, #000)">Text</p>'],
    ['words in a drawing', '<svg width="100" height="20"><text y="15" fill="#999">Text</text></svg>'],
  ])('finds %s', async (_, body) => {
    await show(body)
    expect((await measureContrast(page)).problems).toHaveLength(1)
  })

  it('passes what can be read, and leaves out what is disabled or not seen', async () => {
    await show('<p style="color: #767676">Just enough</p><button disabled style="color: #ccc">Off</button><p hidden style="color: #eee">Hidden</p><div style="background: #222"><p style="color: #fff">Inverse</p></div>')
    expect(await measureContrast(page)).toEqual({ texts: 3, problems: [] })
  })
})

describe('cut texts', () => {
  it.each([
    ['cut', '<p style="width: 40px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">A long label</p>'],
    ['cut', '<div style="width: 40px; overflow: hidden"><div style="width: 200px"><b>A label that begins here</b></div></div>'],
    ['cut above or below', '<div style="height: 20px; overflow: hidden"><p style="margin: 0; width: 60px">Two lines of text</p></div>'],
    ['scrolls sideways', '<div style="width: 60px; overflow: auto"><p style="white-space: nowrap">A long label of a table</p></div>'],
    ['spills', '<p style="width: 40px; white-space: nowrap">A long label</p>'],
    ['outside the window', '<p style="position: fixed; left: 780px; width: 200px">A long label</p>'],
  ])('finds one that is %s', async (problem, body) => {
    await show(body)
    expect((await findCutTexts(page)).problems).toEqual([expect.stringMatching(`^${problem}: `)])
  })

  it('lets a list scroll up and down, and names be shortened where they say so', async () => {
    await show('<div style="height: 60px; overflow: auto"><p>One</p><p>Two</p><p>Three</p><p>Four</p></div><p data-shortens style="width: 40px; overflow: hidden; white-space: nowrap">A long name</p>')
    expect(await findCutTexts(page)).toEqual({ texts: 5, problems: [] })
  })

  it('finds text that is not in our fonts, and Hangul in the one without', async () => {
    const font = (file: string, family: string): string => `@font-face { font-family: '${family}'; src: url(data:font/woff2;base64,${readFileSync(`src-renderer/fonts/${file}`).toString('base64')}) }`
    const fonts = font('PretendardVariable.woff2', 'Pretendard Variable') + font('jetbrains-mono-latin-wght-normal.woff2', 'JetBrains Mono Variable')
    await show(`<style>${fonts} body { font-family: 'Pretendard Variable' } code { font-family: 'JetBrains Mono Variable' }</style><p>Latin, 한글, −↗</p><code>7f3a</code>`)
    await page.evaluate(() => Promise.all([...document.fonts].map((face) => face.load())))
    expect(await fontProblems(page)).toEqual([])
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<b style="font-family: serif">Latin</b><code>한글</code>'))
    expect(await fontProblems(page)).toEqual([expect.stringMatching(/: b$/), 'Hangul in the font for code: "한글"'])
  })
})

describe('keyboard', () => {
  it('reaches what can be reached, a group of tabs by one of them', async () => {
    await show('<button>A button</button><a href="#x">A link</a><div role="tablist"><button role="tab" tabindex="0">One</button><button role="tab" tabindex="-1">Two</button></div><button disabled>Off</button>')
    expect(await walkByTab(page)).toEqual({ reached: 3, missed: [], mouseOnly: [], ringless: [], small: [] })
  })

  it.each([
    ['a button out of the order', 'missed', '<button>Good</button><button tabindex="-1">Hidden from Tab</button>'],
    ['a role without a focus', 'missed', '<button>Good</button><div role="button">Not focusable</div>'],
    ['a button without a ring', 'ringless', '<button>Good</button><button style="outline: none">Ringless</button>'],
    ['a button that is too small', 'small', '<button>Good</button><button style="min-width: 0; min-height: 0; width: 14px; height: 14px; padding: 0" aria-label="Small"></button>'],
  ] as const)('finds %s', async (_, kind, body) => {
    await show(body)
    expect((await walkByTab(page))[kind]).toHaveLength(1)
  })

  it('finds what answers the mouse alone', async () => {
    await show('<button>Good</button><div id="x">Click me</div>')
    await page.evaluate(() => Object.assign(document.getElementById('x')!, { __reactProps$planted: { onClick: () => undefined } }))
    expect((await walkByTab(page)).mouseOnly).toEqual(['div. "Click me"'])
  })

  it('does not walk for ever where the focus is kept', async () => {
    await show('<button id="a">One</button><button id="b">Two</button><button>Three</button>')
    await page.evaluate(() => {
      const [a, b] = [document.getElementById('a')!, document.getElementById('b')!]
      b.addEventListener('keydown', (event) => {
        if (event.key === 'Tab') a.focus()
        event.preventDefault()
      })
    })
    expect((await walkByTab(page)).missed).toEqual(['button. "Three"'])
  })
})

it('hears what axe has to say', async () => {
  await show('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><input>')
  const problems = await axeProblems(page)
  expect(problems.some((problem) => problem.startsWith('image-alt'))).toBe(true)
  expect(problems.some((problem) => problem.startsWith('label'))).toBe(true)
})

it('hears every complaint of a page', async () => {
  const complaints = new Complaints()
  const watched = await browser.newPage()
  await complaints.watch(watched)
  await watched.route('http://evil.test/', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': "script-src 'self' 'sha256-no'" }, body: '<script>1</script><p>text' }))
  await watched.goto('http://evil.test/')
  await watched.evaluate(() => {
    setTimeout(() => {
      console.error('said')
      alert('asked')
      throw new Error('thrown')
    })
  })
  await expect.poll(() => complaints.all.map((complaint) => complaint.split(':')[0])).toEqual(expect.arrayContaining(['uncaught', 'console', 'dialog']))
  expect(complaints.all.some((complaint) => complaint.includes('breach of script-src'))).toBe(true)
  await watched.close()
})

it('makes pictures small without changing what they show', async () => {
  await show('<div style="height: 40px; background: #101316; color: #3fcf9b">Dark</div><p style="color: #c92a38">Red words on white</p>')
  const shot = await page.screenshot()
  const small = smallPng(shot)
  expect(small.length).toBeLessThan(shot.length)
  // A browser reads it back: our own reading of it would share our mistakes.
  await page.setContent(`<body style="margin: 0"><img src="data:image/png;base64,${small.toString('base64')}">`)
  const [before, after] = [decodePng(shot), decodePng(await page.screenshot())]
  expect([after.width, after.height]).toEqual([before.width, before.height])
  const far = before.pixels.filter((pixel, at) => [0, 8, 16].some((shift) => Math.abs(((pixel >> shift) & 255) - ((after.pixels[at]! >> shift) & 255)) > 12))
  expect(far.length).toBeLessThan(before.pixels.length / 10_000)
  expect(before.pixels.filter((pixel) => pixel === 0x101316).length).toBe(after.pixels.filter((pixel) => pixel === 0x101316).length)
})
