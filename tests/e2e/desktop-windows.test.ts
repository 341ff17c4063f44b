import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { openDesktop, runDesktop, type DesktopApp } from '../support/desktop-app.ts'

const PATIENCE = { timeout: 15_000, interval: 50 }
const PROGRAM = 'dist/main/desktop.js'
const home = mkdtempSync(join(tmpdir(), 'haetae-desktop-windows-'))
let app: DesktopApp

afterEach(async () => {
  expect(await app.close()).toBe(0)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

interface Shown {
  readonly options: { readonly x?: number; readonly y?: number; readonly width: number; readonly height: number; readonly backgroundColor: string }
}
interface Item {
  readonly label: string
  readonly accelerator?: string
  readonly submenu?: readonly Item[]
}
const windows = () => app.control.run<Shown[]>('windows')
const menus = async () => (await app.control.run<{ application: Item[] }>('menus')).application

it('opens several windows, each with a key, and finds them again where they were', async () => {
  app = await openDesktop({ home })
  await app.control.run('click', { menu: 'application', id: 'window.new' })
  await app.control.page('2')
  await (await app.control.page('2')).evaluate('desktop.newWindow()')
  await app.control.page('3')
  await app.control.run('set-bounds', { index: 1, bounds: { x: 100, y: 50, width: 1_400, height: 800 } })
  await app.control.run('close-window', 2)
  await expect.poll(async () => (await windows()).length, PATIENCE).toBe(2)
  expect(await app.close()).toBe(0)

  app = await openDesktop({ home })
  await app.control.page('2')
  expect((await windows()).map(({ options: { x, y, width, height } }) => ({ x, y, width, height }))).toEqual([
    { x: 0, y: 0, width: 1_600, height: 960 }, { x: 100, y: 50, width: 1_400, height: 800 },
  ])
})

it('is one program per profile: a second start brings the first to the front and ends', async () => {
  app = await openDesktop({ home })
  expect(await runDesktop(home)).toBe(0)
  await expect.poll(() => app.control.records('window-focused').length, PATIENCE).toBe(1)
})

/** The program beside a page of our own; without one when there is no text. */
function programBeside(page: string | undefined): string {
  const folder = mkdtempSync(join(home, 'program-'))
  for (const linked of ['node_modules', 'models', 'resources']) symlinkSync(resolve(linked), join(folder, linked))
  cpSync(dirname(PROGRAM), join(folder, 'dist/main'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  mkdirSync(join(folder, 'dist/renderer'))
  if (page !== undefined) writeFileSync(join(folder, 'dist/renderer/index.html'), page)
  return join(folder, 'dist/main/desktop.js')
}

it('speaks the system’s language until a window chooses one, and remembers language and theme', async () => {
  const own = mkdtempSync(join(home, 'language-'))
  const program = programBeside('<!doctype html><title>A page that chooses nothing by itself</title>')
  app = await openDesktop({ home: own, locale: 'ko-KR', program })
  expect(app.control.records('menu')[0]).toEqual(['파일', '매매', '편집', '보기'])
  expect(app.control.records('theme')[0]).toBe('dark')
  await app.page.evaluate("desktop.setPreferences({ language: 'en', theme: 'light' })")
  expect(app.control.records('menu').at(-1)).toEqual(['File', 'Trading', 'Edit', 'View'])
  expect(app.control.records('theme').at(-1)).toBe('light')
  await app.close()

  app = await openDesktop({ home: own, locale: 'ko-KR', program })
  expect(app.control.records('menu')[0]).toEqual(['File', 'Trading', 'Edit', 'View'])
  expect(app.control.records('theme')[0]).toBe('light')
  expect((await windows())[0]?.options.backgroundColor).toBe('#e7eaee')
})

it('has keys for windows and none that trades', async () => {
  app = await openDesktop({ home })
  const [file, trading] = await menus()
  expect(file?.submenu?.map(({ accelerator }) => accelerator)).toEqual(['CommandOrControl+Shift+N', 'CommandOrControl+W', 'CommandOrControl+Q'])
  expect(trading?.submenu?.map(({ accelerator }) => accelerator)).toEqual([undefined, undefined, undefined])
})

it('asks where to keep an export, proposing a name that is a name only', async () => {
  app = await openDesktop({ home })
  app.control.answer('save', () => null)
  expect(await app.page.evaluate("desktop.saveExport('no-such-job', '../../.bashrc')")).toEqual({ saved: false, problem: null })
  expect(app.control.records<{ defaultPath: string }>('save')[0]?.defaultPath).toMatch(/downloads[\\/]_.._.bashrc$/)
  app.control.answer('save', () => join(home, 'export.csv'))
  expect(await app.page.evaluate("desktop.saveExport('no-such-job', 'orders.csv')")).toMatchObject({ saved: false, problem: { code: expect.any(String) as string } })
})

it('says what stands in the way of any window, and ends', async () => {
  expect(await runDesktop(mkdtempSync(join(home, 'pageless-')), programBeside(undefined))).toBe(1)
})

it('ends in an orderly way when the system shuts down', async () => {
  app = await openDesktop({ home })
  await app.control.run('power', 'shutdown').catch(() => undefined)
  expect(await app.control.ended).toBe(0)
  expect(app.control.records('power-prevented')).toEqual(['shutdown'])
  expect(app.control.records<{ code: number }>('utility-exit').map(({ code }) => code)).toEqual([0])
})
