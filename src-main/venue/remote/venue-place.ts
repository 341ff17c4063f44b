import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Operating systems cut longer socket paths, or refuse them. */
const PATH_BYTES_MAX = 100

/** Where the venue of an account keeps its own files. */
export const venueFolder = (accountFolder: string): string => join(accountFolder, 'venue')

/** Where engine and venue of an account meet: a socket in the account's folder, or at a short place named after it, or a named pipe. */
export function meetingPath(accountFolder: string, platform: string = process.platform): string {
  const name = createHash('sha256').update(accountFolder).digest('hex').slice(0, 24)
  if (platform === 'win32') return `\\\\.\\pipe\\haetae-venue-${name}`
  const path = join(venueFolder(accountFolder), 'venue.sock')
  return Buffer.byteLength(path) <= PATH_BYTES_MAX ? path : join(tmpdir(), `haetae-${name}`, 'venue.sock')
}

/** Makes the folder of the socket, for this user only. Throws when somebody else was there first. */
export function prepareMeetingFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  const own = process.getuid?.() ?? found.uid
  if (!found.isDirectory() || found.uid !== own || (found.mode & 0o022) !== 0) throw new Error(`${folder} is not a folder that only this user may write to: remove it`)
}
