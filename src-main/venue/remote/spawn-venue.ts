import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LinkDown } from './link.ts'
import { RemoteVenue, type RemoteVenueOptions } from './remote-venue.ts'
import { meetingPath, venueFolder } from './venue-place.ts'

const POLL_MS = 50
const POLLS = 600

export interface VenueStart extends Omit<RemoteVenueOptions, 'path'> {
  /** The venue program: src-main/processes/venue.ts, or its bundle. */
  readonly program: string
  readonly accountFolder: string
  /** Settings of the simulated venue and `idleMs`; data that becomes JSON. */
  readonly config: object
}

/** Connects to the account's venue process; starts it when none runs. It outlives us. Rejects with what the program said when it will not start. */
export async function spawnVenue({ program, accountFolder, config, ...options }: VenueStart): Promise<RemoteVenue> {
  const connect = (): Promise<RemoteVenue | undefined> => RemoteVenue.connect({ ...options, path: meetingPath(accountFolder) }).catch(nobodyThere)
  const running = await connect()
  if (running) return running
  const folder = venueFolder(accountFolder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const log = join(folder, 'venue.log')
  const output = openSync(log, 'w', 0o600)
  const child = spawn(process.execPath, [program, accountFolder, options.accountId, JSON.stringify(config)], { detached: true, stdio: ['ignore', output, output] })
  closeSync(output)
  child.unref()
  let ended = ''
  child.once('exit', (code, signal) => void (ended = `it ended with ${signal ?? code}`))
  child.once('error', (error) => void (ended = error.message))
  for (let poll = 0; poll < POLLS; poll++) {
    // Read before the attempt: another process may have been quicker than the one that ended.
    const hopeless = ended
    const venue = await connect()
    if (venue) return venue
    if (hopeless !== '') break
    await sleep(POLL_MS)
  }
  throw new Error(`the venue process does not answer. ${ended} ${readFileSync(log, 'utf8')}`.trim())
}

function nobodyThere(error: unknown): undefined {
  if (!(error instanceof LinkDown)) throw error
}
