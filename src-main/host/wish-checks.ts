import { SWEEP_MAX, type BacktestWish, type StrategyOption, type SweepWish } from '../../src-shared/contract/backtest-report.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { archivedInstruments } from '../modes/archived-record.ts'
import { configFor, strategyOptions } from '../modes/backtest-run.ts'
import { archiveOf } from '../modes/existing-books.ts'
import { combinationCount, combinationsOf, wishOf } from '../modes/sweep.ts'
import type { Opening } from '../storage/database-kind.ts'
import { toldOf } from './refusals.ts'

/** Why a wish cannot be run, with what to do; undefined when it can be. */
export async function refusalOfWish(wish: BacktestWish | SweepWish, opening: Opening): Promise<Told | undefined> {
  try {
    return refusalOfValues(wish) ?? (await refusalOfSpan(wish, opening))
  } catch (error) {
    return toldOf(error)
  }
}

/** As `refusalOfWish`, without a look at the archive. Throws RangeError for values that do not go together. */
export function refusalOfValues(wish: BacktestWish | SweepWish): Told | undefined {
  const options = strategyOptions()
  const strategy = options.find(({ strategyId }) => strategyId === wish.strategyId)
  if (!strategy) return told('strategy-unknown', { strategy: wish.strategyId, known: options.map(({ strategyId }) => strategyId).join(', ') })
  if (wish.from !== null && wish.to !== null && wish.from >= wish.to) return told('span-empty', {})
  const refused = refusalOfParameters(wish, strategy)
  if (refused) return refused
  if (!('vary' in wish)) return void configFor(wish)
  const combinations = combinationCount(wish)
  if (Object.keys(wish.vary).length === 0) return told('nothing-varied', {})
  if (combinations > SWEEP_MAX) return told('too-many-combinations', { combinations, most: SWEEP_MAX })
  for (const values of combinationsOf(wish)) configFor(wishOf(wish, values))
  return undefined
}

function refusalOfParameters(wish: BacktestWish | SweepWish, { parameters }: StrategyOption): Told | undefined {
  const changed = Object.entries(wish.changes).map(([name, value]) => [name, [value]] as const)
  for (const [name, values] of [...changed, ...Object.entries('vary' in wish ? wish.vary : {})]) {
    const parameter = parameters.find((known) => known.name === name)
    if (!parameter) return told('parameter-unknown', { parameter: name, known: parameters.map((one) => one.name).join(', ') })
    const { least, most } = parameter
    const outside = values.find((value) => !(value >= least && value <= most))
    if (outside !== undefined) return told('parameter-out-of-range', { parameter: name, value: outside, least, most })
  }
  return undefined
}

/** Each instrument needs a candle in the span. Rejects with UnknownInstrument and StorageRefusal. */
export async function refusalOfSpan({ instruments, from, to, ...wish }: BacktestWish, opening: Opening): Promise<Told | undefined> {
  const { decisionIntervalMs } = configFor({ instruments, from, to, ...wish })
  const archive = archiveOf(opening, instruments)
  try {
    await archivedInstruments(archive, instruments)
    const spans = (await archive.spans()).filter(({ intervalMs }) => intervalMs === decisionIntervalMs)
    const without = instruments.filter((name) => !spans.some(({ instrumentId, firstOpenTime, lastOpenTime }) => instrumentId === name && firstOpenTime < (to ?? Infinity) && lastOpenTime >= (from ?? -Infinity)))
    return without.length > 0 ? told('nothing-recorded', { instruments: without.join(', ') }) : undefined
  } finally {
    archive.close()
  }
}
