import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { onCandle, openDay } from './on-candle.ts'
import { onForecast } from './on-forecast.ts'
import { onPerson } from './on-person.ts'
import { onReport } from './on-report.ts'
import { onComponent, onSending, onSession, onUnknown } from './on-sending.ts'
import { onSnapshot } from './on-snapshot.ts'
import { instrumentsInCare, settle, type Emit } from './settle.ts'
import { EngineState, type EngineSettings } from './state.ts'
import { watch } from './watch.ts'

/**
 * Turns events into changes. The same events always give the same changes, bit for bit: no clock, no chance, no input or output.
 * Each stage decides from the state; what it decides is applied at once and returned, so that the state is never ahead of its changes.
 */
export class Engine {
  readonly state: EngineState

  constructor(settings: EngineSettings) {
    this.state = new EngineState(settings)
  }

  /** Recovery and warm-up: folds a change that was decided before. Decides nothing. */
  apply(change: Change): void {
    this.state.apply(change)
  }

  step(event: EngineEvent): readonly Change[] {
    const changes: Change[] = []
    const emit: Emit = (...emitted) => {
      for (const change of emitted) {
        this.state.apply(change)
        changes.push(change)
      }
    }
    this.state.account.time = event.time > this.state.account.time ? event.time : this.state.account.time
    this.#decide(event, emit)
    watch(this.state, emit, event)
    for (const instrumentId of this.#touchedBy(event, changes)) settle(this.state, emit, instrumentId)
    return changes
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
        return openDay(state, emit)
      case 'component-reported':
        return onComponent(state, emit, event)
      case 'person-asked':
        return onPerson(state, emit, event.request)
      case 'woken':
        this.state.wakeAt = Number.POSITIVE_INFINITY
    }
  }

  /** Where custody has to look: prices touch their instrument, everything that is not about one instrument touches all that are in care. */
  #touchedBy(event: EngineEvent, changes: readonly Change[]): Iterable<string> {
    switch (event.kind) {
      case 'instrument-listed':
      case 'funding-settled':
      case 'price-marked':
      case 'candle-closed':
        return changes.some(({ kind }) => kind === 'exit-due') ? instrumentsInCare(this.state) : []
      case 'order-sending':
      case 'order-withheld':
      case 'forecast-arrived':
      case 'forecast-failed':
        return []
      default:
        return instrumentsInCare(this.state)
    }
  }
}
