import type { DataSetReport } from '../../src-shared/contract/learning-views.ts'
import { isoTime } from '../base/system-calendar.ts'
import type { ReadDataSet } from '../modes/learning/data-set-parquet.ts'
import { bytesText } from './bytes-text.ts'
import { table } from './research-texts.ts'

/** What a data set holds, by instrument and by feature. */
export function dataSetLines(report: DataSetReport): readonly string[] {
  const { runId, wish, bytes, cached } = report
  const every = wish.every === 1 ? '' : `, one close in ${wish.every}`
  return [`${runId}: ${wish.strategyId}${every}, ${bytesText(bytes)}, ${cached ? 'found as it was made before' : 'made now'}`, ...rowLines(report)]
}

/** The same of a file that was exported. */
export function rowLines({ rows, from, to, contentHash, definitionHash, featureSetHash, labelSpecHash, instruments, features }: ReadDataSet): readonly string[] {
  return [
    `${rows} rows, ${minute(from)} to ${minute(to)} UTC`,
    ...table([['instrument', 'rows', 'from', 'to', 'effective rows long', 'short'], ...instruments.map((one) => [one.instrumentId, String(one.rows), minute(one.from), minute(one.to), one.effectiveRows.long.toFixed(0), one.effectiveRows.short.toFixed(0)])]),
    ...table([['feature', 'missing', 'mean', 'deviation'], ...features.map(({ name, missing, mean, deviation }) => [name, String(missing), digits(mean), digits(deviation)])]),
    `content    ${contentHash}`, `definition ${definitionHash}`, `features   ${featureSetHash}`, `labels     ${labelSpecHash}`,
  ]
}

const minute = (time: number): string => isoTime(time).slice(0, 16).replace('T', ' ')
const digits = (value: number | null): string => (value === null ? '-' : value.toPrecision(4))
