import { closeSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { errorCode, refusing } from './refusal.ts'

/** What of the computer decides where files go. */
export interface Surroundings {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly userFolder: string
}

/** The folder of everything Haetae keeps: HAETAE_HOME, else the platform's place for application data. */
export function haetaeHome({ platform, env, userFolder }: Surroundings): string {
  if (env['HAETAE_HOME']) return resolve(env['HAETAE_HOME'])
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(userFolder, 'AppData', 'Local'), 'Haetae')
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Haetae')
  const data = env['XDG_DATA_HOME']
  return join(data && isAbsolute(data) ? data : join(userFolder, '.local', 'share'), 'haetae')
}

const PART = '[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?'
const ACCOUNT_ID = new RegExp(`^${PART}(?::${PART}){1,3}$`)

/** Two to four parts, as 'sim:demo:7'. Throws RangeError for anything else: it becomes the name of a folder. */
export function accountFolderName(accountId: string): string {
  if (!ACCOUNT_ID.test(accountId) || accountId.length > 100) {
    throw new RangeError(`"${accountId}" is not an account id: use two to four parts of a-z, 0-9, dot and dash with ":" between them, as sim:demo:7`)
  }
  return accountId.replaceAll(':', '_')
}

/** Folders of the other accounts beside one, each with its id. None where it does not lie among accounts. */
export function accountsBeside(folder: string, accountId: string): readonly { readonly folder: string; readonly accountId: string }[] {
  const [home, own] = [dirname(folder), basename(folder)]
  if (own !== accountFolderName(accountId)) return []
  const others = readdirSync(home).filter((name) => name !== own).map((name) => ({ folder: join(home, name), accountId: name.replaceAll('_', ':') }))
  return others.filter((other) => ACCOUNT_ID.test(other.accountId))
}

/** Makes sure that the account's folder exists, is for this user only and can be written; answers its path. Throws StorageRefusal. */
export function openAccountFolder(home: string, accountId: string): string {
  const folder = join(home, accountFolderName(accountId))
  refusing(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    proveWritable(folder)
  })
  return folder
}

/** Rights alone do not tell: a file system can be mounted read-only. A full disk is no reason to stay out: exits must still leave. */
function proveWritable(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`)
  try {
    closeSync(openSync(probe, 'w', 0o600))
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC') throw error
  }
  rmSync(probe, { force: true })
}
