import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { VenueReport } from '../../src-shared/domain/venue.ts'
import { onCandle } from './on-candle.ts'
import { onForecast } from './on-forecast.ts'
import { onModels } from './on-models.ts'
import { onPerson } from './on-person.ts'
import { onReport } from './on-report.ts'
import { onComponent, onSending, onSession, onUnknown } from './on-sending.ts'
import { onSnapshot } from './on-snapshot.ts'
import { instrumentsInCare, isInCare, settle, type Emit } from './settle.ts'
import { EngineState, type EngineSettings } from './state.ts'
import { openDay, raiseHighWater } from './trading-day.ts'
import { watch } from './watch.ts'

/**
 * Turns events into changes. The same events always give the same changes, bit for bit: no clock, no chance, no input or output.
 * Each stage decides from the state; what it decides is applied at once and returned, so that the state is never ahead of its changes.
 */
export class Engine {
  readonly state: EngineState
  /** Those of the step that is being made. */
  #changes: Change[] = []

  constructor(settings: EngineSettings) {
    this.state = new EngineState(settings)
  }

  /** Recovery and warm-up: folds a change that was decided before. Decides nothing. */
  apply(change: Change): void {
    this.state.apply(change)
  }

  /** Adds what is decided to `changes`, and returns them. */
  step(event: EngineEvent, changes: Change[] = []): Change[] {
    const { state } = this
    const before = changes.length
    this.#changes = changes
    if (event.time > state.account.time) state.account.time = event.time
    this.#decide(event, this.#emit)
    watch(state, this.#emit, event)
    this.#settle(event, changes, before)
    return changes
  }

  readonly #emit: Emit = (change) => {
    this.state.apply(change)
    this.#changes.push(change)
  }

  #decide(event: EngineEvent, emit: Emit): void {
    const { state } = this
    const { time } = event
    switch (event.kind) {
      case 'session-started':
        return onSession(state, emit, event)
      case 'instrument-listed':
        return emit({ kind: 'instrument-accepted', time, instrument: event.instrument })
      case 'price-marked':
        return emit({ kind: 'price-accepted', time, mark: event.mark })
      case 'candle-closed':
        return onCandle(state, emit, event.candle)
      case 'funding-settled':
        return emit({ kind: 'funding-accepted', time, funding: event.funding })
      case 'forecast-arrived':
        return onForecast(state, emit, event.answer.requestId, event.answer)
      case 'forecast-failed':
        return onForecast(state, emit, event.requestId, undefined)
      case 'order-sending':
        return onSending(state, emit, event.intentId)
      case 'order-withheld':
        return emit({ kind: 'order-closed', time, intentId: event.intentId, state: 'abandoned', detail: event.detail })
      case 'order-outcome-unknown':
        return onUnknown(state, emit, event.intentId, event.detail)
      case 'venue-reported':
        emit({ kind: 'venue-heard', time })
        return onReport(state, emit, event.report)
      case 'venue-snapshot':
        onSnapshot(state, emit, event.snapshot)
        openDay(state, emit)
        return raiseHighWater(state, emit)
      case 'component-reported':
        return onComponent(state, emit, event)
      case 'person-asked':
        return onPerson(state, emit, event.request)
      case 'models-chosen':
        return onModels(state, emit, event)
      case 'woken':
        this.state.wakeAt = Number.POSITIVE_INFINITY
    }
  }

  /**
   * Where custody has to look. Prices touch nothing unless they made an exit due, which may be anywhere; a report touches its instrument; the
   * outbox, the models and who they are touch nothing that is held; everything else touches all that are in care. Time by itself is custody's own wish to be woken.
   */
  #settle(event: EngineEvent, changes: readonly Change[], before: number): void {
    switch (event.kind) {
      case 'instrument-listed':
      case 'funding-settled':
      case 'price-marked':
      case 'candle-closed':
        return isExitDue(changes, before) ? this.#settleAll() : undefined
      case 'order-sending':
      case 'order-withheld':
      case 'forecast-arrived':
      case 'forecast-failed':
      case 'models-chosen':
        return
      case 'venue-reported':
        return isExitDue(changes, before) ? this.#settleAll() : this.#settleReported(event.report)
      default:
        return this.#settleAll()
    }
  }

  #settleAll(): void {
    for (const instrumentId of instrumentsInCare(this.state)) settle(this.state, this.#emit, instrumentId)
  }

  #settleReported(report: VenueReport): void {
    const instrumentId = instrumentOf(report, this.state)
    if (instrumentId === undefined) this.#settleAll()
    else if (isInCare(this.state, instrumentId)) settle(this.state, this.#emit, instrumentId)
  }
}

function isExitDue(changes: readonly Change[], before: number): boolean {
  for (let index = before; index < changes.length; index++) if (changes[index]!.kind === 'exit-due') return true
  return false
}

/** Undefined for an order that the books do not know. */
function instrumentOf(report: VenueReport, { execution }: EngineState): string | undefined {
  switch (report.kind) {
    case 'order-filled':
      return report.fill.instrumentId
    case 'funding-paid':
    case 'liquidation-fee':
    case 'leverage-set':
      return report.instrumentId
    default:
      return execution.orders.get(report.clientOrderId)?.order.terms.instrumentId
  }
}
