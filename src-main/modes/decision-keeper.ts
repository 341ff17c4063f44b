import type { Change } from '../../src-shared/domain/change.ts'
import type { Decision, DecisionPoint } from '../../src-shared/domain/decision.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import type { DecisionSpan, MarketArchive } from '../market-data/candle-archive.port.ts'

/** Where decisions are kept in full. */
export type DecisionArchive = Pick<MarketArchive, 'putDecisions' | 'decisionPoints' | 'decision'>

/** Keeps every decision in full. Writes behind the engine, in order; what cannot be written is told once. */
export class DecisionKeeper implements Publisher {
  readonly #archive: DecisionArchive
  readonly #onFailure: (error: unknown) => void
  /** Not written yet, oldest first. */
  readonly #waiting = new Set<Decision>()
  #written: Promise<void> = Promise.resolve()
  #hasFailed = false

  constructor(archive: DecisionArchive, onFailure: (error: unknown) => void) {
    this.#archive = archive
    this.#onFailure = onFailure
  }

  publish(changes: readonly Change[]): void {
    const decisions: Decision[] = []
    for (const change of changes) if (change.kind === 'decision-made') decisions.push(change.decision)
    if (decisions.length === 0) return
    for (const decision of decisions) this.#waiting.add(decision)
    this.#written = this.#written.then(() => this.#write(decisions))
  }

  /** Ascending by time: the archived ones and those on their way there. */
  async points(span: DecisionSpan): Promise<readonly DecisionPoint[]> {
    const waiting = [...this.#waiting].filter(({ instrumentId, asOf }) => instrumentId === span.instrumentId && asOf >= span.from && asOf < span.to)
    const archived = await this.#archive.decisionPoints(span)
    const known = new Set(archived.map(({ decisionId }) => decisionId))
    return [...archived, ...waiting.filter(({ decisionId }) => !known.has(decisionId)).map(pointOf)].slice(-span.limit)
  }

  async find(asOf: number, decisionId: string): Promise<Decision | undefined> {
    return [...this.#waiting].find((decision) => decision.decisionId === decisionId) ?? (await this.#archive.decision(asOf, decisionId))
  }

  /** Resolves when everything published so far is written. */
  settled(): Promise<void> {
    return this.#written
  }

  async #write(decisions: readonly Decision[]): Promise<void> {
    try {
      await this.#archive.putDecisions(decisions)
    } catch (error) {
      if (!this.#hasFailed) this.#onFailure(error)
      this.#hasFailed = true
    } finally {
      for (const decision of decisions) this.#waiting.delete(decision)
    }
  }
}

function pointOf({ decisionId, asOf, action, reason, long, short }: Decision): DecisionPoint {
  const known = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null)
  return { decisionId, asOf, action, reason, long: known(long?.expectedValue), short: known(short?.expectedValue) }
}
