import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesktop, type DesktopApp } from '../support/desktop-app.ts'
import { joinPage, type PageDoor } from '../../scripts/page/page-door.ts'

// What a page that was taken over could try. The main process, the preload and the engine are the built ones, the browser is a real one.
const PATIENCE = { timeout: 15_000, interval: 50 }
let app: DesktopApp
let door: PageDoor

beforeAll(async () => {
  app = await openDesktop()
  door = await joinPage(app.page)
})
afterAll(async () => {
  expect(await app.close()).toBe(0)
})

const control = () => app.control
const invoke = (frame: object | null | 'own', channel = 'versions', args: readonly unknown[] = [], sender?: string) => control().run('invoke', { frame, channel, args, sender })

describe('the window', () => {
  it('is as far from the computer as Electron can hold it', () => {
    expect(control().records('sandbox-enabled')).toHaveLength(1)
    const [window] = control().records<{ webPreferences: object; minWidth: number; minHeight: number; backgroundColor: string }>('window')
    expect(window?.webPreferences).toEqual({
      preload: expect.stringMatching(/dist[\\/]main[\\/]preload\.cjs$/) as string, additionalArguments: ['--haetae-window=main'],
      contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webSecurity: true,
      allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, spellcheck: false, navigateOnDragDrop: false, devTools: true,
    })
    expect(window).toMatchObject({ minWidth: 1_280, minHeight: 720, backgroundColor: '#090b0d' })
  })

  it('is served by a scheme of its own with no right beyond a page’s', () => {
    expect(control().records('schemes')).toEqual([[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]])
  })

  it('gives the page the bridge and nothing else of Electron or Node', async () => {
    expect(await app.page.evaluate('Object.keys(desktop).sort()')).toEqual(['connect', 'newWindow', 'saveExport', 'setPreferences', 'versions', 'windowKey'])
    expect(await app.page.evaluate('[typeof require, typeof process, typeof ipcRenderer, typeof module, Object.isFrozen(desktop)]')).toEqual(['undefined', 'undefined', 'undefined', 'undefined', true])
    expect(await app.page.evaluate('desktop.versions()')).toEqual({ program: '0.1.0', electron: '0.0.0-double', chromium: '0.0.0-double' })
  })
})

describe('the page’s files', () => {
  it('come with a policy that allows nothing but themselves', async () => {
    const page = await control().run<{ status: number; headers: Record<string, string> }>('fetch', 'app://ui/index.html')
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'",
    )
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-type': 'text/html; charset=utf-8', 'referrer-policy': 'no-referrer' })
  })

  it.each([
    'app://ui/../../package.json', 'app://ui/%2e%2e/%2e%2e/package.json', 'app://ui/..%2f..%2fpackage.json', 'app://ui/..\\..\\package.json', 'app://ui/index.html%00', 'app://ui/index.html/',
    'app://ui//index.html', 'app://ui/assets', 'app://ui/assets/', 'app://ui/%69ndex.html', 'app://ui/main/desktop.js', 'app://ui/C:/index.html', 'app://other/index.html', 'app://ui:80/index.html', 'app:///index.html',
  ])('%s is none of them', async (url) => {
    expect(await control().run('fetch', url)).toMatchObject({ status: 404, bytes: 0 })
  })
})

describe('a page that was taken over', () => {
  const violation = (attempt: string) => app.page.evaluate(`new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective), { once: true })
    try { ${attempt} } catch (error) {}
  })`)

  it.each([
    ['runs no script of its own', "const script = document.createElement('script'); script.textContent = 'window.taken = 1'; document.body.append(script)", 'require-trusted-types-for'],
    ['evaluates no text', "setTimeout('window.taken = 1')", 'require-trusted-types-for'],
    ['has no inline handler', "document.body.setAttribute('onclick', 'window.taken = 1'); document.body.click()", expect.stringMatching(/script-src-attr|require-trusted-types-for/) as string],
    ['loads no script from elsewhere', "const script = document.createElement('script'); script.src = trustedTypes.createPolicy('x', { createScriptURL: (url) => url }).createScriptURL('https://evil.test/x.js'); document.body.append(script)", 'script-src-elem'],
    ['tells nobody by a picture', "new Image().src = 'https://evil.test/x.png'", 'img-src'],
    ['tells nobody by a request', "fetch('https://evil.test/')", 'connect-src'],
    ['opens no socket, not even to this computer', "new WebSocket('ws://127.0.0.1:9/')", 'connect-src'],
    ['sends no form', "const form = document.createElement('form'); form.action = 'https://evil.test/'; document.body.append(form); form.submit()", 'form-action'],
    ['holds no other page', "const frame = document.createElement('iframe'); frame.src = 'https://evil.test/'; document.body.append(frame)", 'frame-src'],
  ])('%s', async (_name, attempt, directive) => {
    expect(await violation(attempt)).toEqual(directive)
    expect(await app.page.evaluate('typeof window.taken')).toBe('undefined')
  })

  it('goes nowhere', async () => {
    await app.page.evaluate("void (location.href = 'https://evil.test/')")
    await expect.poll(() => control().records('navigation'), PATIENCE).toContainEqual({ url: 'https://evil.test/', prevented: true })
    await app.page.evaluate("void (location.href = '/assets/')")
    await expect.poll(() => control().records('navigation'), PATIENCE).toContainEqual({ url: 'app://ui/assets/', prevented: true })
    expect(await app.page.evaluate('location.pathname')).toBe('/index.html')
  })

  it('opens no window; the one link that may leave opens in the person’s browser', async () => {
    await app.page.evaluate("['https://evil.test/', 'https://www.tradingview.com/?x=1', 'https://www.tradingview.com/'].forEach((url) => window.open(url))")
    await expect.poll(() => control().records('window-open').length, PATIENCE).toBe(3)
    expect(control().records<{ action: string }>('window-open').map(({ action }) => action)).toEqual(['deny', 'deny', 'deny'])
    expect(control().records('open-external')).toEqual(['https://www.tradingview.com/'])
    expect(await control().run('windows')).toHaveLength(1)
  })

  it.each(['will-frame-navigate', 'will-redirect', 'will-attach-webview'])('is stopped at %s', async (event) => {
    expect(await control().run('contents-event', event)).toBe(true)
  })

  it.each(['notifications', 'geolocation', 'media', 'hid', 'usb', 'serial', 'local-network', 'loopback-network', 'clipboard-read'])('is not allowed %s', async (permission) => {
    expect(await control().run('permission', permission)).toEqual({ request: false, check: false, device: false, display: null })
  })
})

describe('the shell’s door', () => {
  it('answers the page’s own main frame', async () => {
    expect(await invoke('own')).toMatchObject({ program: '0.1.0' })
  })

  it.each([
    ['no frame', null], ['a frame inside of the page', { parent: {} }], ['another frame', { frameTreeNodeId: 99 }], ['another page', { url: 'https://evil.test/' }],
    ['another host of the scheme', { url: 'app://other/index.html' }], ['a look-alike', { url: 'https://ui/index.html' }], ['no address', { url: '' }],
  ])('is closed to %s', async (_name, frame) => {
    await expect(invoke(frame)).rejects.toThrow('refused: not our page')
  })

  it('is closed to contents that are no window of ours', async () => {
    await expect(invoke('own', 'versions', [], 'stranger')).rejects.toThrow('refused: not our page')
  })

  it.each([
    ['too many arguments', 'versions', [1]], ['too few', 'saveExport', ['job']], ['of another kind', 'setPreferences', [{ language: 'fr', theme: 'dark' }]],
    ['more than asked for', 'setPreferences', [{ language: 'en', theme: 'dark', x: 1 }]], ['a name without end', 'saveExport', ['job', 'x'.repeat(300)]],
  ])('refuses %s', async (_name, channel, args) => {
    await expect(invoke('own', channel, args)).rejects.toThrow('refused: malformed')
    expect(control().records('save')).toEqual([])
  })

  it('refuses what is too long before it looks at it', async () => {
    await expect(invoke('own', 'saveExport', ['job', 'x'.repeat(10_000)])).rejects.toThrow('refused: too long')
  })

  it('has no channel but those of the bridge', async () => {
    await expect(invoke('own', 'shell.openExternal', ['https://evil.test/'])).rejects.toThrow('No handler registered')
  })

  it('refuses a flood until it ebbs', async () => {
    const outcomes = await app.page.evaluate("Promise.all(Array.from({ length: 60 }, () => desktop.versions().then(() => 'answered', (error) => error.message)))") as string[]
    expect(outcomes.filter((outcome) => outcome === 'answered').length).toBeLessThan(50)
    expect(outcomes.filter((outcome) => outcome.includes('refused: too many requests')).length).toBeGreaterThan(10)
    await expect.poll(() => app.page.evaluate("desktop.versions().then(() => 'answered', () => 'refused')"), PATIENCE).toBe('answered')
  })
})

describe('the engine’s port', () => {
  it('refuses a request that is malformed or too long, and goes on', async () => {
    await expect(door.request('profile.put', { key: 'x', value: 'x'.repeat(100_000) })).rejects.toThrow('malformed')
    await expect(door.request('workstation.archive', { path: '/' } as never)).rejects.toThrow('malformed')
    await expect(door.request('shell.run' as never, null as never)).rejects.toThrow('no request')
    expect(await door.request('profile.get', { key: 'x' })).toBe(null)
  })

  it('refuses a flood, and says so', async () => {
    await door.send(Array.from({ length: 150 }, (_, id) => ({ kind: 'request', id: 2e9 + id, name: 'profile.get', params: { key: 'x' } })))
    await expect.poll(async () => (await door.received()).filter((frame) => JSON.stringify(frame).includes('too many requests')).length, PATIENCE).toBeGreaterThan(50)
    await expect.poll(() => door.request('profile.get', { key: 'x' }).then(() => 'answered', () => 'refused'), PATIENCE).toBe('answered')
  })

  it('ends at the first frame that is none; a new one is there for the asking', async () => {
    const before = await door.ports()
    await door.send([{ kind: 'nonsense' }, { kind: 'request', id: 3e9, name: 'profile.get', params: { key: 'x' } }])
    await app.page.evaluate('desktop.connect()')
    await expect.poll(() => door.ports(), PATIENCE).toBe(before + 1)
    expect(await door.request('profile.get', { key: 'x' })).toBe(null)
    expect((await door.received()).some((frame) => (frame as { id?: number }).id === 3e9)).toBe(false)
  })
})
