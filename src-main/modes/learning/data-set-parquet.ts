import type { DataSetReport } from '../../../src-shared/contract/learning-views.ts'
import { ColumnFile } from '../../storage/column-file.ts'
import { ParquetRowReader } from '../../storage/parquet-reader.ts'
import { ParquetRowWriter, type ParquetColumn } from '../../storage/parquet-writer.ts'
import { StorageRefusal } from '../../storage/refusal.ts'
import { ContentHash } from '../../training/data-set/content-hash.ts'
import { columnSpecs, type RowColumns } from '../../training/data-set/row-columns.ts'
import { RunCancelled } from '../backtest-run.ts'
import { factsOf, namesOf, type DataSetFacts } from './data-set-facts.ts'
import { DataSetSummary } from './data-set-summary.ts'

/** Where the file says what its rows are made of. */
const FACTS = 'haetae.dataset'
const INSTRUMENT: ParquetColumn = { name: 'instrument', type: 'text' }
const TIMES = /^asOf$|\.(?:dependsUntil|horizonUntil)$/

const columnsOf = (featureSet: readonly string[]): readonly ParquetColumn[] => columnSpecs(featureSet).map(({ name, type }) => ({ name, type: TIMES.test(name) ? 'time' : type }))

interface ExportOptions {
  /** Replaces a file that is there. */
  readonly force: boolean
  readonly cancelled?: () => boolean
}

/** Writes the data set of a file of ours as Parquet, its instrument as the first column. Rejects with StorageRefusal for a name that is taken, and with RunCancelled when told to stop. */
export async function exportDataSet(path: string, to: string, options: ExportOptions): Promise<void> {
  const file = new ColumnFile(path)
  try {
    await writeBlocks(file, factsOf(file, path), to, options)
  } finally {
    file.close()
  }
}

async function writeBlocks(file: ColumnFile, facts: DataSetFacts, to: string, { force, cancelled }: ExportOptions): Promise<void> {
  const nameOf = namesByRow(facts)
  const writer = new ParquetRowWriter(to, [INSTRUMENT, ...columnsOf(facts.featureSet)], { facts: { [FACTS]: JSON.stringify(facts) }, force })
  try {
    for (const { from, rows, columns } of file.blocks()) {
      if (cancelled?.()) throw new RunCancelled('the export was stopped')
      await writer.write({ ...columns, instrument: Array.from({ length: rows }, (_, row) => nameOf(from + row)) })
    }
    await writer.finish()
  } finally {
    writer.close()
  }
}

/** Rows are asked for in their order. */
function namesByRow({ instruments }: DataSetFacts): (row: number) => string {
  let [place, end] = [0, instruments[0]?.rows ?? 0]
  return (row) => {
    while (row >= end && place + 1 < instruments.length) end += instruments[++place]!.rows
    return instruments[place]!.instrumentId
  }
}

export type ReadDataSet = Pick<DataSetReport, 'rows' | 'from' | 'to' | 'definitionHash' | 'contentHash' | 'featureSetHash' | 'labelSpecHash' | 'instruments' | 'features'>

/**
 * What a file that some Haetae exported holds. Rejects with StorageRefusal for one that is none, and for one whose rows are not those that were
 * exported: a single other value gives another content hash.
 */
export async function readExported(path: string): Promise<ReadDataSet> {
  const reader = await ParquetRowReader.open(path)
  try {
    const facts = exportedFacts(reader, path)
    const hash = new ContentHash(facts.featureSet)
    const summary = new DataSetSummary(facts.featureSet, facts.instruments)
    const nameOf = namesByRow(facts)
    let others = 0
    for await (const { from, rows, values } of reader.blocks([INSTRUMENT, ...columnsOf(facts.featureSet)])) {
      const { instrument, ...columns } = values
      for (let row = 0; row < rows; row++) others += Number(instrument![row] !== nameOf(from + row))
      hash.add(columns as RowColumns)
      summary.add({ from, rows, columns: columns as RowColumns })
    }
    const content = hash.digest(facts.instruments)
    if (others > 0 || content !== facts.contentHash) throw new StorageRefusal('corrupt', `${path} is not what was exported: its rows come to ${content}${others > 0 ? `, ${others} of them of another instrument` : ''}, and ${facts.contentHash} was written. Export it again.`)
    return { ...namesOf(facts), ...summary.told() }
  } finally {
    reader.close()
  }
}

function exportedFacts({ facts }: ParquetRowReader, path: string): DataSetFacts {
  const parsed = parsedOrNull(facts[FACTS]) as Partial<DataSetFacts> | null
  if (parsed?.version !== 1) throw new StorageRefusal('foreign', `${path} is no data set that this version exported.`)
  return parsed as DataSetFacts
}

function parsedOrNull(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
