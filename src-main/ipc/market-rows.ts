import type { MarketRow } from '../../src-shared/contract/market-views.ts'
import type { MarkPrice } from '../../src-shared/domain/candle.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { Price, TimeMs } from '../../src-shared/domain/units.ts'
import type { MarketView } from '../engine/desk.port.ts'
import type { DayCloses } from './day-closes.ts'
import { InstrumentText } from './number-text.ts'

const known = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null)

/** What was seen of an instrument beside its present market. */
interface Seen {
  readonly decision: Decision | undefined
  readonly closes: DayCloses | undefined
}

export function marketRow(view: MarketView, { decision, closes }: Seen, now: TimeMs): MarketRow {
  const { instrument, mark, stale, halted, funding, nextFundingAt, held, atr } = view
  const text = new InstrumentText(instrument, now)
  return {
    instrumentId: instrument.instrumentId, base: instrument.baseAsset, ...prices(mark, text), change: mark && changeOf(text.float(mark.mark), closes?.dayBefore(mark.asOf)),
    stale, halted, ...decided(decision), funding, nextFundingAt, held, atr, priceDecimals: text.decimalsAt(mark?.mark ?? (0 as Price)),
  }
}

function prices(mark: MarkPrice | null, text: InstrumentText): Pick<MarketRow, 'mark' | 'bid' | 'ask' | 'asOf'> {
  if (!mark) return { mark: null, bid: null, ask: null, asOf: null }
  return { mark: text.price(mark.mark), bid: text.price(mark.bid), ask: text.price(mark.ask), asOf: mark.asOf }
}

const changeOf = (now: number, before: number | null | undefined): number | null => (before === null || before === undefined ? null : now / before - 1)

function decided(decision: Decision | undefined): Pick<MarketRow, 'longValue' | 'shortValue' | 'action' | 'reason' | 'decisionId'> {
  if (!decision) return { longValue: null, shortValue: null, action: null, reason: null, decisionId: null }
  const { long, short, action, reason, decisionId } = decision
  return { longValue: known(long?.expectedValue), shortValue: known(short?.expectedValue), action, reason, decisionId }
}
