import type { DataSetReport, DataSetWish } from '../../../src-shared/contract/learning-views.ts'
import { PROGRAM } from '../../base/program.ts'
import { ColumnFile } from '../../storage/column-file.ts'
import { namesOf } from './data-set-facts.ts'
import { dataSetFile, type DataSetParts } from './data-set-file.ts'
import { DataSetSummary } from './data-set-summary.ts'

export interface DataSetRunParts extends DataSetParts {
  readonly runId: string
}

/** Makes a data set, or finds it made, and tells what is in it. Rejects as `dataSetFile` does. */
export async function runDataSet(wish: DataSetWish, parts: DataSetRunParts): Promise<DataSetReport> {
  const { path, facts, cached } = await dataSetFile(wish, parts)
  const file = new ColumnFile(path)
  try {
    const summary = new DataSetSummary(facts.featureSet, facts.instruments)
    for (const block of file.blocks(summary.columns)) summary.add(block)
    return { version: 1, kind: 'dataset', runId: parts.runId, program: `${PROGRAM.name} ${PROGRAM.version}`, wish, ...namesOf(facts), bytes: file.bytes, cached, ...summary.told() }
  } finally {
    file.close()
  }
}
