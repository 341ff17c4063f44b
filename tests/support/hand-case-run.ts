import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, MONEY_DECIMALS, type Amount, type Price, type Quantity, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { backtest } from '../../src-main/modes/recorded-run.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import type { VenueSettings } from '../../src-main/venue/simulated/venue-state.ts'
import { QUIET, type Bar, type HandCase, type HandOutcome } from './hand-cases.ts'
import { btc } from './instruments.ts'
import { pinnedStrategy } from './pinned-run.ts'
import { plainSettings } from './venue-cases.ts'

const STEP = 5 * MINUTE_MS
const WARM_UP_FROM = 1_672_531_200_000 as TimeMs
/** When the first bar of a case opens. */
export const CASE_FROM = (WARM_UP_FROM + 17 * DAY_MS + 7 * HOUR_MS) as TimeMs
export const CASE_ACCOUNT = 'sim:test:1'

const usdt = (whole: number): Amount => (whole * 100_000_000) as Amount

/** Nothing but the hand decides: every limit is out of the way. */
export function configOf({ config = (plain) => plain }: HandCase): StrategyConfig {
  const plain = pinnedStrategy([btc.instrumentId], 'expected-value')
  const limit = usdt(1_000_000)
  return config({
    ...plain, leverage: 10, featureSet: ['r_3'],
    policy: { ...plain.policy, notionalCap: usdt(6_000), kellyFraction: 1, riskPerTrade: 1, riskPerGroup: 1, equityShareCap: 10 },
    risk: {
      ...plain.risk, marginUseWarn: 1, marginUseMax: 1, dailyLossMax: 1, drawdownMax: 1, liquidationStopDistances: 0, liquidationDailyAtrs: 0, nakedCloseMs: 600_000, fundingAgainstMax: 1,
      notionalPerOrderMax: limit, notionalPerInstrumentMax: limit, notionalTotalMax: limit,
    },
  })
}

export const settingsOf = ({ venue }: HandCase): VenueSettings => ({ ...plainSettings, latency: { toVenueMs: 60, fromVenueMs: 40, jitterMs: 0 }, ...venue })

const SURE = [0.99, 0, 0, 30, 10]
const HOPELESS = [0, 0, 0, 30, 10]

/** Sure of one side at the close of each bar that the case names, hopeless else. */
export const runtimeOf = ({ signals }: HandCase): ModelRuntime => ({
  score: async (modelId, vectors) => vectors.map(({ asOf }) => (signals[(asOf - CASE_FROM) / STEP - 1] === modelId ? SURE : HOPELESS)),
})

function candleOf([open, high, low, close, volume = 1_000]: Bar, openTime: number, intervalMs: number): Candle {
  const price = (whole: number): Price => Math.round(whole * 100) as Price
  return { instrumentId: btc.instrumentId, intervalMs, openTime: openTime as TimeMs, closeTime: (openTime + intervalMs) as TimeMs, open: price(open), high: price(high), low: price(low), close: price(close), volume: volume as Quantity }
}

function candlesOf({ bars, minutes = {} }: HandCase): Candle[] {
  const quiet = Array.from({ length: (CASE_FROM - WARM_UP_FROM) / STEP }, (_, i) => candleOf(QUIET, WARM_UP_FROM + i * STEP, STEP))
  const own = bars.flatMap((bar, i) => (bar ? [candleOf(bar, CASE_FROM + i * STEP, STEP)] : []))
  const inside = Object.entries(minutes).flatMap(([bar, all]) => all.map((minute, i) => candleOf(minute, CASE_FROM + Number(bar) * STEP + i * MINUTE_MS, MINUTE_MS)))
  return [...quiet, ...own, ...inside]
}

const marksOf = ({ marks = {} }: HandCase): Candle[] => Object.entries(marks).map(([bar, [open, high, low, close]]) => candleOf([open, high, low, close, 0], CASE_FROM + Number(bar) * STEP, STEP))

function fundingOf({ funding = [] }: HandCase): FundingRate[] {
  if (funding === 'assumed') return []
  const before = { at: -8 * 3_600, rate: 0, hours: 8 }
  return [before, ...funding].map(({ at, rate, hours }) => ({ instrumentId: btc.instrumentId, fundingTime: (CASE_FROM + Math.round(at * 1_000)) as TimeMs, rate: rate as Rate, intervalMs: hours * HOUR_MS }))
}

export const instrumentOf = ({ instrument = btc }: HandCase): Instrument => instrument

/** A case's market in an archive of its own, in a folder that goes with it. */
export async function archiveOf(one: HandCase): Promise<{ readonly home: string; readonly archive: SqliteMarketArchive; readonly close: () => void }> {
  const home = mkdtempSync(join(tmpdir(), 'haetae-hand-'))
  const archive = new SqliteMarketArchive({ folder: openAccountFolder(home, CASE_ACCOUNT), accountId: CASE_ACCOUNT, program: 'test' })
  await archive.putInstruments([instrumentOf(one)])
  await archive.putCandles(candlesOf(one))
  await archive.putCandles(marksOf(one), { kind: 'mark' })
  await archive.putFunding(fundingOf(one))
  return { home, archive, close: () => (archive.close(), rmSync(home, { recursive: true, force: true })) }
}

/** Archive, recorded source, engine and venue in this process, from the first quiet bar on. */
export async function backtestOf(one: HandCase): Promise<HandOutcome> {
  const { archive, close } = await archiveOf(one)
  const changes: Change[] = []
  try {
    await backtest({
      archive, instruments: [instrumentOf(one)], config: configOf(one), runtime: runtimeOf(one), from: WARM_UP_FROM, to: Number.MAX_SAFE_INTEGER as TimeMs, accountId: CASE_ACCOUNT, sessionId: 'hand',
      publisher: { publish: (published) => void changes.push(...published) }, venue: settingsOf(one),
    })
  } finally {
    close()
  }
  return told(changes, one)
}

const money = (amount: number): string => formatDecimal(amount, MONEY_DECIMALS, true)
const second = (time: TimeMs): number => (time - CASE_FROM) / 1_000

/** What the engine's changes say, in the words of the table; what a case expects nothing of is left out when there is nothing. */
export function told(changes: readonly Change[], one: HandCase): HandOutcome {
  const purposes = new Map(changes.flatMap((change) => (change.kind === 'intent-opened' ? [[change.order.intentId, change.order.purpose] as const] : [])))
  const { priceDecimals, quantityDecimals } = instrumentOf(one).versions[0]!
  const fills = changes.flatMap((change) => {
    if (change.kind !== 'fill-booked') return []
    const { clientOrderId, side, quantity, price, time, fee } = change.fill
    return [`${purposes.get(clientOrderId) ?? clientOrderId} ${side} ${formatDecimal(quantity, quantityDecimals, true)} ${formatDecimal(price, priceDecimals, true)} ${second(time)} ${money(fee)}`]
  })
  const entries = changes.flatMap((change) => (change.kind === 'ledger-posted' ? [change.entry] : []))
  const sum = entries.reduce((total, { amount }) => total + amount, 0)
  const trades = changes.flatMap((change) => (change.kind === 'trade-closed' ? [`${change.trade.side} ${change.trade.exitReason} ${money(change.trade.realized + change.trade.fees + change.trade.funding)}`] : []))
  const refused = changes.flatMap((change) => (change.kind === 'order-rejected' ? [`${purposes.get(change.intentId)} ${change.reason} ${change.detail}`] : [])).filter((text, i, all) => text !== all[i - 1])
  const wanted = new Set(Object.keys(one.signals).map((bar) => CASE_FROM + (Number(bar) + 1) * STEP))
  const flat = changes.flatMap((change) => (change.kind === 'decision-made' && wanted.has(change.decision.asOf) && change.decision.reason !== 'ev-above-threshold' ? [change.decision.reason] : []))
  const funding = entries.filter(({ kind }) => kind === 'funding').map(({ time, amount }) => `${second(time)} ${money(amount)}`)
  const liquidationFees = entries.filter(({ kind }) => kind === 'liquidation-fee').map(({ amount }) => money(amount))
  const some = <Name extends string>(name: Name, texts: readonly string[]) => (texts.length > 0 ? { [name]: texts } : {})
  return { fills, trades, wallet: money(sum), ...some('funding', funding), ...some('liquidationFees', liquidationFees), ...some('refused', refused), ...some('flat', flat) }
}
