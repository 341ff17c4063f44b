import type { Change } from '../../src-shared/domain/change.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import type { MarketArchive } from '../market-data/candle-archive.port.ts'

/** Keeps every decision in full. Writes behind the engine, in order; what cannot be written is told once. */
export class DecisionKeeper implements Publisher {
  readonly #archive: Pick<MarketArchive, 'putDecisions'>
  readonly #onFailure: (error: unknown) => void
  #written: Promise<void> = Promise.resolve()
  #hasFailed = false

  constructor(archive: Pick<MarketArchive, 'putDecisions'>, onFailure: (error: unknown) => void) {
    this.#archive = archive
    this.#onFailure = onFailure
  }

  publish(changes: readonly Change[]): void {
    const decisions: Decision[] = []
    for (const change of changes) if (change.kind === 'decision-made') decisions.push(change.decision)
    if (decisions.length > 0) this.#written = this.#written.then(() => this.#archive.putDecisions(decisions)).catch((error: unknown) => this.#fail(error))
  }

  /** Resolves when everything published so far is written. */
  settled(): Promise<void> {
    return this.#written
  }

  #fail(error: unknown): void {
    if (!this.#hasFailed) this.#onFailure(error)
    this.#hasFailed = true
  }
}
