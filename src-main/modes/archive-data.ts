import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Decision, DecisionPoint } from '../../src-shared/domain/decision.ts'
import type { LinearExplanation } from '../../src-shared/domain/forecast.ts'
import type { DeskData } from '../engine/desk-data.port.ts'
import { onePerInstant } from '../base/one-per-instant.ts'
import type { Engine } from '../engine/engine.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'
import type { DecisionSpan, MarketArchive } from '../market-data/candle-archive.port.ts'
import type { DecisionKeeper } from './decision-keeper.ts'

interface ArchiveDataParts {
  readonly engine: Engine
  readonly archive: Pick<MarketArchive, 'candlesBefore'>
  readonly decisions: DecisionKeeper
  readonly runtime: ModelRuntime
}

/** The past as the archive holds it, up to the engine's time: in a replay it holds the future too. */
export class ArchiveData implements DeskData {
  readonly #parts: ArchiveDataParts

  constructor(parts: ArchiveDataParts) {
    this.#parts = parts
  }

  candles(instrumentId: string, before: number, limit: number): Promise<readonly Candle[]> {
    const { engine, archive } = this.#parts
    const { decisionIntervalMs } = engine.state.settings.strategies[0].config
    const firstOpen = this.#now - decisionIntervalMs + 1
    return archive.candlesBefore(instrumentId, decisionIntervalMs, Math.min(before, firstOpen), limit)
  }

  async decisions(span: DecisionSpan): Promise<readonly DecisionPoint[]> {
    const { engine, decisions } = this.#parts
    const several = span.limit * engine.state.settings.strategies.length
    return onePerInstant(await decisions.points({ ...span, limit: several, to: Math.min(span.to, this.#now + 1) })).slice(-span.limit)
  }

  async decision(instrumentId: string, decisionId: string, asOf: number): Promise<Decision | undefined> {
    const found = asOf <= this.#now ? await this.#parts.decisions.find(asOf, decisionId) : undefined
    return found?.instrumentId === instrumentId ? found : undefined
  }

  explanation(modelId: string): LinearExplanation | undefined {
    return this.#parts.runtime.explanation?.(modelId)
  }

  get #now(): number {
    return this.#parts.engine.state.account.time
  }
}
