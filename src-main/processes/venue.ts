import { chmodSync, rmSync } from 'node:fs'
import * as z from 'zod/mini'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueSnapshot } from '../../src-shared/domain/venue.ts'
import { systemClock } from '../base/system-clock.ts'
import { Lease } from '../storage/lease.ts'
import { VenueBookFile } from '../storage/venue-book.ts'
import { VenueServer, type ServedVenue } from '../venue/remote/venue-server.ts'
import { meetingPath, prepareMeetingFolder, venueFolder } from '../venue/remote/venue-place.ts'
import type { Advanced, Hello, WireCall } from '../venue/remote/wire.ts'
import { SimulatedVenue } from '../venue/simulated/simulated-venue.ts'
import type { VenueBook, VenueHistory, VenueSettings, VenueState } from '../venue/simulated/venue-state.ts'

const MINUTES_10 = 600_000
const FIRST_WAIT_MS = 30_000
const PROGRAM = 'haetae venue'
const amount = z.int().check(z.nonnegative())

const configSchema = z.strictObject({
  venue: z.string(), seed: z.int(), walletAsset: z.string(), deposit: amount, leverage: z.int().check(z.positive()), leverages: z.optional(z.record(z.string(), z.int().check(z.positive()))),
  latency: z.strictObject({ toVenueMs: amount, fromVenueMs: amount, jitterMs: amount }), halfSpread: amount, slippage: z.optional(amount),
  topOfBook: z.optional(z.strictObject({ least: amount, most: amount })), rejectionRate: z.optional(z.number().check(z.minimum(0), z.maximum(1))), quotesAreReal: z.optional(z.boolean()), idleMs: z.optional(amount),
})

interface Counts {
  readonly fills: number
  readonly funding: number
  readonly fees: number
  readonly closed: number
}

/** A simulated venue whose book is on disk before anybody hears of it. */
class DurableVenue implements ServedVenue {
  readonly accountId: string
  readonly #file: VenueBookFile
  readonly #settings: VenueSettings
  #venue: SimulatedVenue
  #saved: Counts
  #savedAt = 0

  constructor(accountId: string, file: VenueBookFile, settings: VenueSettings) {
    this.accountId = accountId
    this.#file = file
    this.#settings = settings
    this.#venue = this.#restore()
    this.#saved = this.#counts()
  }

  hello(): Hello {
    return { time: this.#venue.time, capabilities: this.#venue.capabilities, nextTime: this.#nextTime() }
  }

  /** What fails half-way is forgotten: the book is as it was. */
  advance(calls: readonly WireCall[], until: TimeMs): Advanced {
    try {
      const ignored = calls.filter((call) => !this.#request(call)).length
      const reports = this.#venue.advance(until)
      if (this.#matters(calls, reports.length)) this.#save()
      return { reports, nextTime: this.#nextTime(), ignored }
    } catch (error) {
      this.#venue = this.#restore()
      this.#saved = this.#counts()
      throw error
    }
  }

  snapshot(fillsFrom: TimeMs): Promise<VenueSnapshot> {
    return this.#venue.snapshot(fillsFrom)
  }

  #request(call: WireCall): boolean {
    if (call.kind === 'market' && call.event.kind !== 'instrument-listed' && call.event.time < this.#venue.time) return false
    this.#venue.request(call)
    return true
  }

  /** Prices that nobody holds anything against can be told again; on a live market also those that came to nothing, as long as they are young. */
  #matters(calls: readonly WireCall[], reports: number): boolean {
    const { inFlight, listings, time } = this.#venue.state()
    if (reports > 0 || inFlight.length > 0 || calls.some((call) => call.kind !== 'market' || call.event.kind === 'instrument-listed')) return true
    if (this.#settings.quotesAreReal === true && time < this.#savedAt + MINUTES_10) return false
    return listings.some(({ orders, position }) => orders.length > 0 || position.quantity !== 0)
  }

  #save(): void {
    const { history } = this.#venue
    const now = this.#counts()
    const { fills, funding, fees, closed } = this.#saved
    const closedOrders = now.closed > closed ? history.closedOrders.slice(closed - now.closed) : []
    this.#file.save(JSON.stringify(this.#venue.state()), {
      fills: history.fills.slice(fills), funding: history.funding.slice(funding), liquidationFees: history.liquidationFees.slice(fees), closedOrders,
    })
    this.#saved = now
    this.#savedAt = this.#venue.time
  }

  #counts(): Counts {
    const { history, closedCount } = this.#venue
    return { fills: history.fills.length, funding: history.funding.length, fees: history.liquidationFees.length, closed: closedCount }
  }

  #restore(): SimulatedVenue {
    const stored = this.#file.load()
    const book: VenueBook | undefined = stored && { state: JSON.parse(stored.state) as VenueState, history: stored.history as VenueHistory }
    return new SimulatedVenue(this.#settings, book)
  }

  #nextTime(): number | null {
    const next = this.#venue.nextTime()
    return Number.isFinite(next) ? next : null
  }
}

async function main(accountFolder: string, accountId: string, configText: string): Promise<void> {
  const { idleMs = MINUTES_10, ...settings } = configSchema.parse(JSON.parse(configText))
  const folder = venueFolder(accountFolder)
  const path = meetingPath(accountFolder)
  prepareMeetingFolder(`${folder}/.`)
  prepareMeetingFolder(path)
  const lease = Lease.take(folder, { instance: `venue-${process.pid}`, pid: process.pid, startedAt: systemClock.now(), purpose: 'venue' })
  const file = new VenueBookFile({ folder, accountId, program: PROGRAM })
  let idle: NodeJS.Timeout | undefined
  const end = (): void => {
    server.close()
    file.close()
    lease.release()
    process.exit(0)
  }
  const waitFor = (ms: number): void => {
    clearTimeout(idle)
    idle = setTimeout(end, ms)
  }
  const connected = (up: boolean): void => (up ? clearTimeout(idle) : waitFor(idleMs))
  const server = new VenueServer(new DurableVenue(accountId, file, settings as unknown as VenueSettings), { connected, stopAsked: () => setImmediate(end) })
  if (process.platform !== 'win32') rmSync(path, { force: true })
  await server.listen(path)
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  // Whoever started us needs a moment to come.
  waitFor(Math.max(idleMs, FIRST_WAIT_MS))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

const [accountFolder, accountId, config] = process.argv.slice(2)
if (accountFolder === undefined || accountId === undefined || config === undefined) {
  process.stderr.write('usage: venue <account folder> <account id> <config as JSON>\n')
  process.exit(2)
}
await main(accountFolder, accountId, config).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
