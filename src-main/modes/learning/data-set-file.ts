import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DataSetWish } from '../../../src-shared/contract/learning-views.ts'
import { ColumnFile } from '../../storage/column-file.ts'
import { ColumnWriter } from '../../storage/column-writer.ts'
import { keepWithin, touch } from '../../storage/file-budget.ts'
import { StorageRefusal } from '../../storage/refusal.ts'
import type { DataArchive } from '../../market-data/data-archive.port.ts'
import { ContentHash, type RowCount } from '../../training/data-set/content-hash.ts'
import type { DataSet } from '../../training/data-set/data-set.ts'
import { definitionHash, marketHash } from '../../training/data-set/definition.ts'
import { instrumentRows } from '../../training/data-set/instrument-rows.ts'
import { dataSetOf, type DataSetHead } from '../../training/data-set/joined-rows.ts'
import { columnSpecs, rowColumns } from '../../training/data-set/row-columns.ts'
import { RunCancelled } from '../backtest-run.ts'
import { factsOf, type DataSetFacts } from './data-set-facts.ts'
import { preparedRows, type ConfigOf, type PreparedRows } from './data-set-recipe.ts'

export interface DataSetParts {
  readonly archive: DataArchive
  /** Of the account: files of data sets are kept below it. */
  readonly folder: string
  /** 0 to 1. */
  readonly progress?: (part: number) => void
  /** Asked between instruments. */
  readonly cancelled?: () => boolean
  readonly configOf?: ConfigOf
}

export interface FoundDataSet {
  readonly path: string
  readonly facts: DataSetFacts
  /** True: it was there already. */
  readonly cached: boolean
  readonly config: PreparedRows['config']
}

/** A dozen sets of a year of twenty instruments. They are made again in seconds. */
const KEPT_BYTES_MAX = 8 * 1_024 ** 3
/** Looking at markets is some of the work, making rows of them the rest. */
const LOOKING = 0.3

/**
 * The file with the rows of a wish: the one that is there, or one that is made now, an instrument at a time. What was altered is never used: it is made anew. Rejects with
 * RangeError, UnknownInstrument or StorageRefusal for what cannot be had, and with RunCancelled when told to stop.
 */
export async function dataSetFile(wish: DataSetWish, parts: DataSetParts): Promise<FoundDataSet> {
  const prepared = await preparedRows(wish, parts.archive, parts.configOf)
  const markets: { instrumentId: string; hash: string }[] = []
  for (const instrument of prepared.instruments) {
    goOn(parts, (LOOKING * markets.length) / prepared.instruments.length)
    markets.push({ instrumentId: instrument.instrumentId, hash: marketHash(await prepared.marketOf(instrument)) })
  }
  const { config, recipe: { featureSet, labelSpec } } = prepared
  const head: DataSetHead = { definitionHash: definitionHash(prepared.recipe, config.decisionIntervalMs, markets), featureSet, labelSpec, stepMs: config.decisionIntervalMs }
  const path = dataSetPath(parts.folder, head.definitionHash)
  const found = factsIfWhole(path, head.definitionHash)
  if (found) {
    touch(path)
    return { path, facts: found, cached: true, config }
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const facts = await writeRows(path, head, prepared, parts)
  keepWithin(dirname(path), { bytesMax: KEPT_BYTES_MAX, kept: path })
  return { path, facts, cached: false, config }
}

/** `folder`: of the account. */
export const dataSetPath = (folder: string, definition: string): string => join(folder, 'data-sets', `${definition}.columns`)

/** All of it in memory. */
export async function loadDataSet(wish: DataSetWish, parts: DataSetParts): Promise<DataSet> {
  const { path } = await dataSetFile(wish, parts)
  return readDataSet(path)
}

/** Throws StorageRefusal for a file that is not a data set or not what was written. */
function readDataSet(path: string): DataSet {
  const file = new ColumnFile(path)
  try {
    const facts = factsOf(file, path)
    return dataSetOf(facts, facts.instruments, file.read(columnSpecs(facts.featureSet).map(({ name }) => name)))
  } finally {
    file.close()
  }
}

/** Every value is looked at: what is found damaged now would otherwise end hours of work. */
function factsIfWhole(path: string, definition: string): DataSetFacts | undefined {
  if (!existsSync(path)) return undefined
  try {
    const file = new ColumnFile(path)
    try {
      const facts = factsOf(file, path)
      const hash = new ContentHash(facts.featureSet)
      for (const { columns } of file.blocks()) hash.add(columns)
      return facts.definitionHash === definition && hash.digest(facts.instruments) === facts.contentHash ? facts : undefined
    } finally {
      file.close()
    }
  } catch (error) {
    if (error instanceof StorageRefusal) return undefined
    throw error
  }
}

async function writeRows(path: string, head: DataSetHead, { instruments, recipe, marketOf }: PreparedRows, parts: DataSetParts): Promise<DataSetFacts> {
  const writer = new ColumnWriter(path, columnSpecs(head.featureSet))
  try {
    const hash = new ContentHash(head.featureSet)
    const counts: RowCount[] = []
    for (const instrument of instruments) {
      goOn(parts, LOOKING + ((1 - LOOKING) * counts.length) / instruments.length)
      const rows = instrumentRows(await marketOf(instrument), recipe)
      if (rows.asOf.length === 0) throw new RangeError(`${instrument.instrumentId} has no close in this span with whole feature windows and known outcomes: choose a longer span, import more of it, or leave it out`)
      const columns = rowColumns(rows, head.featureSet)
      hash.add(columns)
      writer.write(columns)
      counts.push({ instrumentId: instrument.instrumentId, rows: rows.asOf.length })
    }
    const facts: DataSetFacts = { version: 1, ...head, contentHash: hash.digest(counts), instruments: counts }
    writer.finish(facts)
    return facts
  } finally {
    writer.close()
  }
}

function goOn({ cancelled, progress }: DataSetParts, part: number): void {
  if (cancelled?.()) throw new RunCancelled('the data set was stopped')
  progress?.(part)
}
