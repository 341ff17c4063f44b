import type { LabelExample, LabelRow, LabelsReport, LabelsWish } from '../../../src-shared/contract/learning-views.ts'
import type { LabelSpec } from '../../../src-shared/domain/strategy.ts'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import { PROGRAM } from '../../base/program.ts'
import { systemTimer } from '../../base/system-timer.ts'
import { dataHash } from '../../base/text-hash.ts'
import type { DataArchive } from '../../market-data/data-archive.port.ts'
import { labelExamples } from '../../training/labelling/label-examples.ts'
import { labelHistograms } from '../../training/labelling/label-histograms.ts'
import { labelled, sideRow, type LabelledSide } from '../../training/labelling/labelled-side.ts'
import { archivedInstruments } from '../archived-record.ts'
import { pricedAs, RunCancelled } from '../backtest-run.ts'
import { archivedMarket, type ArchivedMarket } from './archived-market.ts'
import { configForLearning } from './learning-config.ts'

export interface LabelsRunParts {
  readonly archive: DataArchive
  readonly runId: string
  /** 0 to 1. */
  readonly progress?: (part: number) => void
  readonly cancelled?: () => boolean
}

/**
 * What came of an entry after each archived candle, or after those at which something had moved, on both sides. Rejects with RangeError or UnknownInstrument
 * for what cannot be asked, and with RunCancelled when told to stop.
 */
export async function runLabels(wish: LabelsWish, { archive, runId, progress, cancelled }: LabelsRunParts): Promise<LabelsReport> {
  const { labelSpec, decisionIntervalMs } = configForLearning(wish)
  const instruments = await archivedInstruments(archive, wish.instruments)
  const span = { intervalMs: decisionIntervalMs, from: (wish.from ?? 0) as TimeMs, to: (wish.to ?? Number.MAX_SAFE_INTEGER) as TimeMs }
  const [rows, examples, sides]: [LabelRow[], LabelExample[], LabelledSide[]] = [[], [], []]
  let isMarked = false
  for (const [place, instrument] of instruments.entries()) {
    if (cancelled?.()) throw new RunCancelled('labelling was stopped')
    const market = await archivedMarket(archive, pricedAs(instrument, wish.changes), span)
    const both = labelledMarket(market, labelSpec, wish)
    rows.push(...both.map(sideRow))
    examples.push(...both.flatMap((side) => labelExamples(side, market.candles, labelSpec)))
    sides.push(...both)
    isMarked ||= market.marks !== undefined
    progress?.((place + 1) / instruments.length)
    await systemTimer.after(0).done
  }
  const touches = isMarked ? 'mark' : 'trade'
  return {
    version: 1, kind: 'labels', runId, program: `${PROGRAM.name} ${PROGRAM.version}`, wish, touches,
    // The strategy's own where trades touch, as models are fitted for it; marks make other labels of the same numbers.
    labelSpecHash: dataHash(isMarked ? { ...labelSpec, touches } : labelSpec), rows, ...labelHistograms(sides, labelSpec.horizon * labelSpec.barrierIntervalMs), examples,
  }
}

function labelledMarket(market: ArchivedMarket, spec: LabelSpec, { cusum }: LabelsWish): readonly LabelledSide[] {
  const both = labelled(market, spec, cusum)
  if (both[0]!.places.length === 0) throw new RangeError(`${market.instrumentId} has no entry whose whole horizon of ${spec.horizon} candles is known${cusum === null ? '' : ` and at which its price had moved ${cusum} deviations`}: choose a longer span, a shorter horizon${cusum === null ? '' : ', or fewer deviations'}`)
  return both
}
