import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Launcher } from '../../supervision/launcher.port.ts'
import { LinkDown } from './link.ts'
import { RemoteVenue, type RemoteVenueOptions } from './remote-venue.ts'
import { meetingPath, venueFolder } from './venue-place.ts'

const POLL_MS = 50
const POLLS = 600

export interface VenueStart extends Omit<RemoteVenueOptions, 'path'> {
  readonly launcher: Launcher
  readonly accountFolder: string
  /** Settings of the simulated venue and `idleMs`; data that becomes JSON. */
  readonly config: object
}

/** Connects to the account's venue process; starts it when none runs. It outlives us. Rejects with what the program said when it will not start. */
export async function spawnVenue({ launcher, accountFolder, config, ...options }: VenueStart): Promise<RemoteVenue> {
  const connect = (): Promise<RemoteVenue | undefined> => RemoteVenue.connect({ ...options, path: meetingPath(accountFolder) }).catch(nobodyThere)
  const running = await connect()
  if (running) return running
  const folder = venueFolder(accountFolder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const log = join(folder, 'venue.log')
  let ended = ''
  launcher.launch('venue', [accountFolder, options.accountId, JSON.stringify(config)], log).onEnded((how) => void (ended = how))
  for (let poll = 0; poll < POLLS; poll++) {
    // Read before the attempt: another process may have been quicker than the one that ended.
    const hopeless = ended
    const venue = await connect()
    if (venue) return venue
    if (hopeless !== '') break
    await sleep(POLL_MS)
  }
  throw new Error(`the venue process does not answer. ${ended} ${existsSync(log) ? readFileSync(log, 'utf8') : ''}`.trim())
}

function nobodyThere(error: unknown): undefined {
  if (!(error instanceof LinkDown)) throw error
}
