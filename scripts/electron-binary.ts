import { spawn } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const LOOKUP_MS_MAX = 1_500
const FETCH_MS_MAX = 120_000

/** Electron's package, and where we note what came of fetching its binary. */
export interface ElectronPlace {
  readonly packageFolder: string
  readonly notesFolder: string
}

export const ELECTRON: ElectronPlace = { packageFolder: 'node_modules/electron', notesFolder: 'node_modules/.cache/haetae' }

/** Where Electron's binary is, if it is there. Never imports `electron`: in plain Node that import itself starts a download. */
export function electronBinary({ packageFolder }: ElectronPlace): string | undefined {
  const pathFile = join(packageFolder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const binary = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(packageFolder, 'dist'), readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}

/** Fetches the binary once per version of Electron, when the server that keeps it has a name here. Answers why there is none, or undefined. */
export async function fetchElectronOnce(place: ElectronPlace): Promise<string | undefined> {
  const version = electronVersion(place)
  if (version === undefined) return 'Electron is not installed'
  const note = join(place.notesFolder, `electron-${version}.txt`)
  if (existsSync(note)) return `Electron ${version} was not fetched: ${readFileSync(note, 'utf8').trim()}`
  if (!(await hasName(server()))) return `Electron ${version} is not here, and ${server()} cannot be reached to fetch it`
  console.log(`Fetching Electron ${version} once, for at most two minutes …`)
  const outcome = await runInstaller(join(place.packageFolder, 'install.js'))
  mkdirSync(place.notesFolder, { recursive: true })
  writeFileSync(note, `${outcome ?? 'it is there'}\n`)
  return outcome && `Electron ${version} was not fetched: ${outcome}`
}

function electronVersion({ packageFolder }: ElectronPlace): string | undefined {
  const manifest = join(packageFolder, 'package.json')
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version : undefined
}

/** Electron's own installer looks there too. */
const server = (): string => URL.parse(process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com')?.hostname ?? 'github.com'

function hasName(host: string): Promise<boolean> {
  const tooLong = new Promise<false>((resolve) => void setTimeout(() => resolve(false), LOOKUP_MS_MAX).unref())
  return Promise.race([lookup(host).then(() => true, () => false), tooLong])
}

function runInstaller(installer: string): Promise<string | undefined> {
  const child = spawn(process.execPath, [installer], { stdio: 'ignore', timeout: FETCH_MS_MAX })
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : signal ? 'it took too long' : `its installer ended with ${code}`))
  })
}
