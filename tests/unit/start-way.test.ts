import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { electronBinary, type ElectronPlace } from '../../scripts/electron-binary.ts'
import { wayToStart, type Surroundings } from '../../scripts/start-way.ts'

const root = mkdtempSync(join(tmpdir(), 'haetae-start-'))
const HERE: Surroundings = { platform: 'linux', env: { DISPLAY: ':0' }, userId: 1_000 }
let electron: ElectronPlace
let count = 0

/** Stands for Electron's installer: notes each run, then does as told. */
const installer = (does: string): string => `
  const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs')
  appendFileSync(__dirname + '/runs', 'x')
  const install = () => { mkdirSync(__dirname + '/dist', { recursive: true }); writeFileSync(__dirname + '/dist/electron', ''); writeFileSync(__dirname + '/path.txt', 'electron') }
  ${does}`

function place(does: string): void {
  const packageFolder = join(root, `electron-${++count}`)
  electron = { packageFolder, notesFolder: join(packageFolder, 'notes') }
  mkdirSync(packageFolder, { recursive: true })
  writeFileSync(join(packageFolder, 'package.json'), '{ "version": "1.2.3" }')
  writeFileSync(join(packageFolder, 'install.js'), installer(does))
}
const runs = (): number => (existsSync(join(electron.packageFolder, 'runs')) ? readFileSync(join(electron.packageFolder, 'runs'), 'utf8').length : 0)

beforeEach(() => {
  vi.stubEnv('ELECTRON_MIRROR', 'http://localhost/')
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
afterAll(() => rmSync(root, { recursive: true }))

it('fetches Electron where it is not, and opens the desktop', async () => {
  place('install()')
  expect(await wayToStart([], electron, HERE)).toEqual({ kind: 'desktop', binary: join(electron.packageFolder, 'dist/electron') })
  expect(await wayToStart([], electron, HERE)).toMatchObject({ kind: 'desktop' })
  expect(runs()).toBe(1)
})

it('tries once per version, remembers why it failed, and goes headless', async () => {
  place('process.exit(3)')
  const because = 'Electron 1.2.3 was not fetched: its installer ended with 3'
  expect(await wayToStart([], electron, HERE)).toEqual({ kind: 'headless', because })
  expect(await wayToStart([], electron, HERE)).toEqual({ kind: 'headless', because })
  expect(runs()).toBe(1)
  writeFileSync(join(electron.packageFolder, 'package.json'), '{ "version": "1.2.4" }')
  await wayToStart([], electron, HERE)
  expect(runs()).toBe(2)
})

it('does not try where the server has no name, and notes nothing: the next start may be online', async () => {
  place('install()')
  vi.stubEnv('ELECTRON_MIRROR', 'https://no-such-host.invalid/')
  expect(await wayToStart([], electron, HERE)).toEqual({ kind: 'headless', because: 'Electron 1.2.3 is not here, and no-such-host.invalid cannot be reached to fetch it' })
  expect(runs()).toBe(0)
  expect(readdirSync(electron.packageFolder)).not.toContain('notes')
})

it('does not call half an installation the program', () => {
  place('')
  expect(electronBinary(electron)).toBe(undefined)
  writeFileSync(join(electron.packageFolder, 'path.txt'), 'electron')
  expect(electronBinary(electron)).toBe(undefined)
})

it('never looks when it is told to be headless, or given options of the headless program', async () => {
  place('install()')
  for (const args of [['--headless'], ['--mode', 'replay']]) expect(await wayToStart(args, electron, HERE)).toEqual({ kind: 'headless' })
  expect(runs()).toBe(0)
})

it('opens no window where there is no display, nor for root', async () => {
  place('install()')
  expect(await wayToStart([], electron, { ...HERE, env: {} })).toEqual({ kind: 'headless', because: 'There is no display here' })
  expect(await wayToStart([], electron, { ...HERE, userId: 0 })).toMatchObject({ kind: 'headless', because: expect.stringContaining('root') as string })
  expect(runs()).toBe(0)
  expect(await wayToStart([], electron, { platform: 'darwin', env: {}, userId: 501 })).toMatchObject({ kind: 'desktop' })
})
