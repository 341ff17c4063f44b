import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { dataHash } from '../base/text-hash.ts'
import { featureSetHash } from '../features/catalogue.ts'
import type { OnnxRuntime } from '../model-runtime/onnx-runtime.ts'
import { openAccountFolder } from '../storage/account-folder.ts'
import type { Opening } from '../storage/database-kind.ts'
import type { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { text, UsageError, type Terminal, type Values } from './command.ts'

/** Imported market data, back-tests and replays live here unless told otherwise. */
const RECORDED_ACCOUNT = 'sim:replay:1'

export function openingOf({ home, program }: Terminal, accountId: string): Opening {
  try {
    return { folder: openAccountFolder(home, accountId), accountId, program }
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw error
  }
}

export const accountOption = (values: Values, otherwise: string = RECORDED_ACCOUNT): string => text(values, 'account') ?? otherwise

/** The instruments asked for, as the archive knows them. */
export async function archivedInstruments(archive: SqliteMarketArchive, names: readonly string[]): Promise<readonly Instrument[]> {
  const known = await archive.instruments()
  return names.map((name) => {
    const instrument = known.find(({ instrumentId }) => instrumentId === name)
    if (!instrument) throw new UsageError(`${name} is not in the archive (it has ${known.map(({ instrumentId }) => instrumentId).join(', ') || 'nothing'}): import it first`)
    return instrument
  })
}

/** Opens the models that a strategy names, checked against its features and labels. The run-time is loaded by whoever needs it: it takes its time, and it may be missing. */
export async function openModels(root: string, { models, featureSet, labelSpec }: StrategyConfig): Promise<OnnxRuntime> {
  const same = { inputs: featureSet, featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec) }
  const { OnnxRuntime: Runtime } = await import('../model-runtime/onnx-runtime.ts')
  return Runtime.open(`${root}/models`, [{ modelId: models.long, direction: 'long', ...same }, { modelId: models.short, direction: 'short', ...same }])
}
