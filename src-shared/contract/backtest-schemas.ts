import { z } from 'zod/mini'
import type { BacktestReport, BacktestWish, Interval, ReportTrades, RunRow, StrategyOption, SweepReport, SweepWish } from './backtest-report.ts'
import { decimal, name, text, time, told, type Schema } from './schemas.ts'

const number = z.number()
const maybeNumber = z.nullable(number)
const maybeTime = z.nullable(time)
const count = z.int().check(z.nonnegative())
/** Columns of a year are long: one check of the whole takes a thirtieth of the time of one for each. */
const columnOf = (isOne: (value: unknown) => boolean): Schema<readonly number[]> => z.custom<readonly number[]>((value) => Array.isArray(value) && value.every(isOne))
export const numbers: Schema<readonly number[]> = columnOf(Number.isFinite)
export const times: Schema<readonly number[]> = columnOf(Number.isSafeInteger)
const maybeNumbers = z.array(maybeNumber)
const decimals = z.array(decimal)
const names = z.array(name)
const side = z.enum(['long', 'short'])
const models = z.strictObject({ long: name, short: name })
const counts = z.record(name, count)
export const interval: Schema<Interval> = z.strictObject({ low: number, high: number })

const policyId = z.enum(['expected-value', 'seeded-random', 'random-entry'])

const wishFields = {
  strategyId: name, instruments: z.array(name).check(z.minLength(1), z.maxLength(50)), from: maybeTime, to: maybeTime,
  policyId, seed: z.int().check(z.nonnegative(), z.maximum(2 ** 31 - 1)),
  changes: z.record(name, number), rivals: z.int().check(z.nonnegative(), z.maximum(100)),
} as const

export const backtestWish: Schema<BacktestWish> = z.strictObject(wishFields)
export const sweepWish: Schema<SweepWish> = z.strictObject({ ...wishFields, vary: z.record(name, z.array(number).check(z.minLength(1), z.maxLength(64))) })

const group = z.array(z.strictObject({ key: name, trades: count, won: count, gross: decimal, costs: decimal, net: decimal }))

export const backtestReport: Schema<BacktestReport> = z.strictObject({
  version: z.literal(1), runId: name, program: name, wish: backtestWish, from: time, to: time,
  hashes: z.strictObject({ decisions: z.nullable(name), orders: name, config: name, featureSet: name }), modelIds: models, trainedUntil: maybeTime, asset: name, deposit: decimal,
  summary: z.strictObject({
    net: decimal, netReturn: number, sharpe: maybeNumber, sharpeInterval: z.nullable(interval), netReturnInterval: z.nullable(interval),
    drawdown: number, drawdownFrom: maybeTime, recoveryDays: maybeNumber, worstDay: maybeNumber, trades: count, won: count, breakEvenShare: maybeNumber, profitFactor: maybeNumber,
    tradesPerDay: number, holdMinutes: maybeNumber, exposure: number, decisions: count, entries: count, openAtEnd: count,
  }),
  equity: z.strictObject({ time: times, equity: numbers, hold: numbers }),
  days: z.strictObject({ day: times, net: numbers }),
  months: z.array(z.strictObject({ month: name, net: number, trades: count })),
  costs: z.strictObject({ gross: decimal, slippage: decimal, fees: decimal, funding: decimal, net: decimal, notional: decimal }),
  groups: z.strictObject({ side: group, instrument: group, regime: group, hour: group, weekday: group, exit: group }),
  rivals: z.array(z.strictObject({ rival: z.enum(['nothing', 'hold', 'random']), runs: count, netReturn: number, low: maybeNumber, high: maybeNumber, sharpe: maybeNumber, drawdown: number, trades: count })),
  funnel: z.array(z.strictObject({ step: z.enum(['decisions', 'forecast', 'payable', 'positive', 'above-margin', 'free', 'sized', 'allowed', 'entered']), left: count, lostTo: z.nullable(name) })),
  reasons: z.array(z.strictObject({ reason: name, count, byInstrument: counts })),
  guards: z.array(z.strictObject({ guard: name, refused: count, warned: count })),
  latches: z.array(z.strictObject({ latch: name, time, reason: told })),
  alarms: counts,
  data: z.array(z.strictObject({ instrumentId: name, candles: count, gaps: count, funding: z.enum(['archive', 'assumed']), settlements: count, finePaths: count, markPaths: count })),
  caveats: z.array(told),
})

export const reportTrades: Schema<ReportTrades> = z.strictObject({
  entryId: names, decisionId: names, instrumentId: names, side: z.array(side), openedAt: times, closedAt: times, quantity: decimals, entry: decimals, exit: decimals,
  exitReason: names, gross: decimals, slippage: decimals, fees: decimals, funding: decimals, net: decimals, netReturn: numbers, adverse: numbers, favourable: numbers,
  expectedValue: maybeNumbers, winProbability: maybeNumbers, breakEvenProbability: maybeNumbers, regime: z.array(z.nullable(z.union([z.literal(-1), z.literal(0), z.literal(1)]))),
})

export const sweepReport: Schema<SweepReport> = z.strictObject({
  version: z.literal(1), runId: name, program: name, wish: sweepWish, vary: names,
  rows: z.array(z.strictObject({ values: numbers, orderHash: name, net: decimal, netReturn: number, sharpe: maybeNumber, drawdown: number, trades: count, won: count })),
})

export const strategyOption: Schema<StrategyOption> = z.strictObject({
  strategyId: name, instruments: names, features: count, modelIds: models,
  parameters: z.array(z.strictObject({ name, value: number, least: number, most: number, unit: z.enum(['fraction', 'multiple', 'candles', 'leverage', 'money']), isWhole: z.optional(z.boolean()), only: z.optional(z.array(policyId)) })),
})

export const runRow: Schema<RunRow> = z.strictObject({
  runId: name, kind: z.enum(['backtest', 'sweep', 'replay', 'feasibility', 'labels', 'dataset', 'evaluation']), startedAt: time, seconds: number, strategyId: name, instruments: names, from: maybeTime, to: maybeTime,
  trades: z.nullable(count), netReturn: maybeNumber, sharpe: maybeNumber, orderHash: z.nullable(text),
})
