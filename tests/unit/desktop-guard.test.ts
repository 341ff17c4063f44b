import { describe, expect, it } from 'vitest'
import { RateCap } from '../../src-main/base/rate-cap.ts'
import { pageHeaders } from '../../src-main/base/page-headers.ts'
import type { PageFiles } from '../../src-main/base/system-page-files.ts'
import { isOpenOutside } from '../../src-main/desktop/outside-links.ts'
import { isPageUrl, pageFile } from '../../src-main/desktop/page-address.ts'
import { webPreferences } from '../../src-main/desktop/web-preferences.ts'
import { isOwnFrame, readArguments } from '../../src-main/desktop/request-guard.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

const file = { type: 'text/html', body: new Uint8Array([1]) }
const files: PageFiles = new Map([['/', file], ['/index.html', file], ['/assets/index.js', file]])

it('opens windows as far from the computer as they can be, without developer tools in a package', () => {
  expect(webPreferences({ preload: 'preload.cjs', windowKey: '2', isPackaged: true })).toEqual({
    preload: 'preload.cjs', additionalArguments: ['--haetae-window=2'], contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
    webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, spellcheck: false, navigateOnDragDrop: false, devTools: false,
  })
})

describe('the page’s address', () => {
  it.each(['app://ui/', 'app://ui/index.html', 'app://ui/index.html?x=1#y', 'app://ui/assets/index.js', 'app://ui/assets/../index.html'])('%s is in the list', (url) => {
    expect(pageFile(files, url)).toBe(file)
  })

  it.each([
    'app://ui/../secret', 'app://ui/%2e%2e/secret', 'app://ui/assets/..%2findex.html', 'app://ui/index.html%00', 'app://ui/%69ndex.html', 'app://ui//index.html', 'app://ui/index.html/', 'app://ui/INDEX.html',
    'app://ui\\index.html', 'app://UI/index.html', 'app://ui:1/index.html', 'app://me@ui/index.html', 'app://ui.evil.test/index.html', 'app:///index.html', 'app:ui/index.html', 'file:///index.html', 'https://ui/index.html', 'index.html', '',
  ])('%s is not', (url) => {
    expect(pageFile(files, url)).toBe(undefined)
  })

  it('is known by scheme and host, not by its beginning', () => {
    expect(['app://ui/index.html', 'app://ui'].map(isPageUrl)).toEqual([true, true])
    expect(['app://uix/index.html', 'app://x/app://ui/', 'https://app/ui', 'about:blank', 'nonsense'].map(isPageUrl)).toEqual([false, false, false, false, false])
  })
})

describe('who asks', () => {
  const mainFrame = { url: 'app://ui/index.html', parent: null, frameTreeNodeId: 4 }

  it('is answered as the main frame of our page only', () => {
    expect(isOwnFrame({ ...mainFrame }, mainFrame)).toBe(true)
    expect(isOwnFrame(null, mainFrame)).toBe(false)
    expect(isOwnFrame({ ...mainFrame, parent: mainFrame }, mainFrame)).toBe(false)
    expect(isOwnFrame({ ...mainFrame, frameTreeNodeId: 5 }, mainFrame)).toBe(false)
    expect(isOwnFrame({ ...mainFrame, url: 'about:blank' }, mainFrame)).toBe(false)
  })

  it('gives what the request takes, and no more', () => {
    expect(readArguments('saveExport', ['job-1', 'orders.csv'])).toEqual(['job-1', 'orders.csv'])
    expect(readArguments('setPreferences', [{ language: 'ko', theme: 'system' }])).toEqual([{ language: 'ko', theme: 'system' }])
    for (const args of [[], ['job-1'], ['', 'orders.csv'], ['job-1', ''], ['job-1', 'orders.csv', 1], [{}, 'orders.csv']]) expect(() => readArguments('saveExport', args)).toThrow('malformed')
    expect(() => readArguments('setPreferences', [{ language: 'en', theme: 'dark', __proto__: { x: 1 }, x: 1 }])).toThrow('malformed')
    expect(() => readArguments('versions', ['x'.repeat(5_000)])).toThrow('too long')
    const endless: unknown[] = []
    endless.push(endless)
    expect(() => readArguments('versions', endless)).toThrow(TypeError)
  })
})

it('lets one address out, to the letter', () => {
  expect(isOpenOutside('https://www.tradingview.com/')).toBe(true)
  for (const url of ['https://www.tradingview.com/?q=1', 'http://www.tradingview.com/', 'https://www.tradingview.com.evil.test/', 'file:///etc/passwd', 'javascript:alert(1)', '']) expect(isOpenOutside(url)).toBe(false)
})

it('opens connections for a page in the browser, and none for a page that is handed its port', () => {
  expect(pageHeaders("'none'")['content-security-policy']).toContain("connect-src 'none';")
  expect(pageHeaders("'self'")['content-security-policy']).toBe(pageHeaders("'none'")['content-security-policy']?.replace("connect-src 'none'", "connect-src 'self'"))
})

it('lets through what comes at a bearable rate, and fills again with time that goes forward', () => {
  let now = 1_000
  const cap = new RateCap({ now: () => now as TimeMs }, { most: 3, everyMs: 600 })
  const take = (times: number): boolean[] => Array.from({ length: times }, () => cap.take())
  expect(take(4)).toEqual([true, true, true, false])
  now += 199
  expect(take(1)).toEqual([false])
  now += 1
  expect(take(2)).toEqual([true, false])
  now -= 10_000
  expect(take(1)).toEqual([false])
  now += 60_000
  expect(take(4)).toEqual([true, true, true, false])
})
