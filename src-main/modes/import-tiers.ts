import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import { parseLeverageTiers, type RefusedContract } from '../venue/recorded/leverage-tiers.ts'
import { hashOf } from './import-file.ts'

export interface TiersReport {
  readonly path: string
  readonly contracts: number
  /** Contracts that are no linear perpetuals, or whose brackets do not fit together. */
  readonly refused: readonly RefusedContract[]
  /** Why nothing was read. */
  readonly problem: string | null
}

/** Puts margin brackets into the archive, as they hold from a time on. Importing them again changes nothing. */
export async function importTiers(path: string, validFrom: TimeMs, { archive, clock }: { readonly archive: DataArchive; readonly clock: Clock }): Promise<TiersReport> {
  const table = await tableIn(path)
  if (typeof table === 'string') return { path, contracts: 0, refused: [], problem: table }
  const file = { name: basename(path), sha256: await hashOf(path), bytes: (await stat(path)).size, importedAt: clock.now() }
  for (const [instrumentId, tiers] of table.tiers) await archive.putMarginTiers(instrumentId, validFrom, tiers)
  await archive.putSources(Array.from(table.tiers, ([instrumentId, { length }]) => ({ instrumentId, kind: 'margin-tiers', intervalMs: 0, taken: length, refused: 0, first: validFrom, last: validFrom, ...file })))
  return { path, contracts: table.tiers.size, refused: table.refused, problem: null }
}

async function tableIn(path: string): Promise<ReturnType<typeof parseLeverageTiers>> {
  try {
    const bytes = await readFile(path)
    const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
    return parseLeverageTiers(JSON.parse(text.toString('utf8')))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
