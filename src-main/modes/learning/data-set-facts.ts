import type { DataSetReport } from '../../../src-shared/contract/learning-views.ts'
import { dataHash } from '../../base/text-hash.ts'
import { featureSetHash } from '../../features/catalogue.ts'
import type { ColumnFile } from '../../storage/column-file.ts'
import { StorageRefusal } from '../../storage/refusal.ts'
import type { RowCount } from '../../training/data-set/content-hash.ts'
import type { DataSetHead } from '../../training/data-set/joined-rows.ts'

/** What a file says of its rows. */
export interface DataSetFacts extends DataSetHead {
  readonly version: 1
  readonly contentHash: string
  readonly instruments: readonly RowCount[]
}

/** Only this program writes them, and their check sum holds: the version alone is looked at. */
export function factsOf({ facts }: ColumnFile, path: string): DataSetFacts {
  if ((facts as Partial<DataSetFacts> | null)?.version !== 1) throw new StorageRefusal('foreign', `${path} holds no data set that this version knows. Move it away: it is made anew when it is needed.`)
  return facts as DataSetFacts
}

export const namesOf = ({ definitionHash, contentHash, featureSet, labelSpec }: DataSetFacts): Pick<DataSetReport, 'definitionHash' | 'contentHash' | 'featureSetHash' | 'labelSpecHash'> =>
  ({ definitionHash, contentHash, featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec) })
