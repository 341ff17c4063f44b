import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Launcher } from '../supervision/launcher.port.ts'
import type { RemoteVenue } from '../venue/remote/remote-venue.ts'
import { spawnVenue } from '../venue/remote/spawn-venue.ts'
import type { VenueSettings } from '../venue/simulated/venue-state.ts'
import type { Pacer } from './simulation.ts'

export interface VenueWanted {
  readonly launcher: Launcher
  readonly accountFolder: string
  readonly accountId: string
  readonly config: VenueSettings
}

/** Who hears about the link. */
export interface LinkListener {
  onUnknown(clientOrderId: string, detail: string): void
  onLink(up: boolean): void
  reconcile(): void
}

/** Keeps a venue process running and the link to it alive. While there is no link, simulated time stands still. */
export class VenueKeeper {
  readonly #wanted: VenueWanted
  #venue: RemoteVenue | undefined
  #listener: LinkListener | undefined
  #restoring: Promise<void> | undefined
  #closing = false

  constructor(wanted: VenueWanted) {
    this.#wanted = wanted
  }

  async connect(): Promise<RemoteVenue> {
    this.#venue = await this.#spawn()
    return this.#venue
  }

  attach(listener: LinkListener): void {
    this.#listener = listener
  }

  holding(pacer: Pacer): Pacer {
    return { until: (time: TimeMs) => this.#restoring ?? pacer.until(time) }
  }

  /** Ends the process when we end in peace; its book stays. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#restoring
    await this.#venue?.stop().catch(() => undefined)
    this.#venue?.close()
  }

  #spawn(): Promise<RemoteVenue> {
    return spawnVenue({
      ...this.#wanted,
      onUnknown: (clientOrderId, detail) => this.#listener?.onUnknown(clientOrderId, detail),
      onLink: (up) => this.#onLink(up),
    })
  }

  #onLink(up: boolean): void {
    if (this.#closing || !this.#venue) return
    this.#listener?.onLink(up)
    if (!up) this.#restoring ??= this.#restore().finally(() => (this.#restoring = undefined))
  }

  /** Starts the process again if it is gone. Rejects when it will not start: then nothing can be traded. */
  async #restore(): Promise<void> {
    const probe = await spawnVenue({ ...this.#wanted, onUnknown: () => {}, onLink: () => {} })
    probe.close()
    await this.#venue?.reconnect()
    this.#listener?.reconcile()
  }
}
