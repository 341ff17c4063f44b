import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The independent clients are a package of their own: the app installs and ships without them. */
const PACKAGE_FOLDER = 'tests/conformance'

/** Longer than this, and the tests that need the clients are skipped. */
const TIME_LIMIT_MS = 45_000

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string; readonly optional?: boolean; readonly peer?: boolean }>>
}

/** True when each package that is locked is installed in that version, by the list that npm itself keeps. */
function isInstalled(folder: string): boolean {
  const list = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(list)) return false
  const there = (JSON.parse(readFileSync(list, 'utf8')) as Lock).packages
  const locked = (JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lock).packages
  const needed = Object.entries(locked).filter(([path, { optional }]) => path !== '' && optional !== true)
  return needed.every(([path, { version, integrity }]) => there[path]?.version === version && there[path]?.integrity === integrity && existsSync(join(folder, path)))
}

/** npm as it runs now, if it does; else the one in the path. Never longer than the limit. */
function runInstall(folder: string): Promise<string | undefined> {
  const [own] = [process.env['npm_execpath']].filter((path) => path?.endsWith('.js'))
  const args = ['ci', '--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=15000']
  const child = own ? spawn(process.execPath, [own, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] }) : spawn('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((done) => {
    const limit = setTimeout(() => (child.kill('SIGKILL'), done(`npm ci took longer than ${TIME_LIMIT_MS / 1_000} s`)), TIME_LIMIT_MS)
    const end = (why: string | undefined): void => (clearTimeout(limit), done(why))
    child.once('error', (error) => end(`npm does not start: ${error.message}`))
    child.once('close', (code) => end(code === 0 ? undefined : `npm ci failed: ${said.trim().split('\n').find((line) => line.includes('code')) ?? `exit code ${code}`}`))
  })
}

/** Installs the clients unless they are there as locked. Undefined when they are ready, else one sentence why not. */
export async function preparePackages(folder: string = resolve(PACKAGE_FOLDER)): Promise<string | undefined> {
  if (isInstalled(folder)) return undefined
  const why = await runInstall(folder)
  return why ?? (isInstalled(folder) ? undefined : 'npm ci ended well, but what it installed is not what is locked')
}
