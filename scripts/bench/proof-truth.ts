import type { SideName } from '../../src-shared/contract/learning-views.ts'
import { loadDataSet } from '../../src-main/modes/learning/data-set-file.ts'
import { ArchivedPolicyRun } from '../../src-main/modes/learning/policy-run.ts'
import type { DataSet } from '../../src-main/training/data-set/data-set.ts'
import { sideModel, type SideModel } from '../../src-main/training/evaluation/fold-forecast.ts'
import { rowTimes } from '../../src-main/training/evaluation/row-times.ts'
import { wholeHistory } from '../../src-main/training/folds/walk-forward.ts'
import { linearLearner } from '../../src-main/training/linear-learner.ts'
import { hourly, PROOF_ACCOUNT, proofArchive, type ProofArchive } from './proof-market.ts'

/** Seeds that no proof is asked with. */
const FIT_SEED = 900_001
const FIT_DAYS = 1_825
const YEAR = 365
const SEED_OF_YEARS = 910_001

export interface Truth {
  readonly edgeStrength: number
  readonly years: number
  readonly trades: number
  /** Of all days together. */
  readonly sharpeAnnual: number
  readonly standardError: number
}

/** The annual Sharpe ratio of an edge: what the policy earns in many other years with a model that was fitted on five. */
export async function edgeTruth(home: string, edgeStrength: number, years: number): Promise<Truth> {
  const models = await modelsOf(home, edgeStrength)
  const net: number[] = []
  let trades = 0
  for (let year = 0; year < years; year++) {
    const market = await proofArchive(home, hourly(edgeStrength, YEAR), SEED_OF_YEARS + year)
    try {
      const outcome = await yearOf(market, models)
      net.push(...outcome.net)
      trades += outcome.trades
    } finally {
      market.archive.close()
    }
  }
  const mean = net.reduce((sum, one) => sum + one, 0) / net.length
  const deviation = Math.sqrt(net.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (net.length - 1))
  return { edgeStrength, years, trades, sharpeAnnual: (Math.sqrt(YEAR) * mean) / deviation, standardError: 1 / Math.sqrt(years) }
}

type Models = Readonly<Record<SideName, SideModel>>

const dataOf = ({ archive, opening, wish, configOf }: ProofArchive): Promise<DataSet> => loadDataSet({ ...wish, every: 1 }, { archive, folder: opening.folder, configOf })

async function modelsOf(home: string, edgeStrength: number): Promise<Models> {
  const market = await proofArchive(home, hourly(edgeStrength, FIT_DAYS), FIT_SEED)
  try {
    const data = await dataOf(market)
    const history = wholeHistory(rowTimes(data, 'all'))
    const model = (side: SideName): SideModel => sideModel(data, history, { learner: linearLearner, side, parameters: {}, seed: 0, every: 1 })
    return { long: model('long'), short: model('short') }
  } finally {
    market.archive.close()
  }
}

async function yearOf(market: ProofArchive, { long, short }: Models): ReturnType<ArchivedPolicyRun['run']> {
  const data = await dataOf(market)
  const rows = Int32Array.from(data.asOf.keys())
  const { archive, wish, configOf } = market
  const table = {
    instruments: data.instruments, instrumentOf: data.instrumentOf, asOf: data.asOf, long: long.fitted.predict(data, rows), short: short.fitted.predict(data, rows),
    reliability: [{ from: 0, long: long.reliability, short: short.reliability }],
  }
  return new ArchivedPolicyRun({ archive, config: configOf(wish), accountId: PROOF_ACCOUNT }).run(table, { changes: {}, label: 'truth' })
}
