import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { ImportWanted } from '../modes/import-file.ts'
import { contentOf, INTERVALS, type FileContent } from '../venue/recorded/file-names.ts'
import { parseInstrument } from '../venue/recorded/parse-instrument.ts'
import { text, UsageError, type Values } from './command.ts'

/** What a file of one command holds: as a person said, and for the rest as its name tells. Rejects with UsageError. */
export async function wantedOf(values: Values, path: string): Promise<Omit<ImportWanted, 'repairNoise'> | 'leverage-tiers'> {
  const name = basename(path)
  const told = contentOf(name)
  if (told?.holds === 'leverage-tiers' && text(values, 'instrument') === undefined) return told.holds
  const rows = told?.holds === 'rows' ? told : NOTHING_TOLD
  const instrumentId = instrumentIn(values, name, rows)
  const definition = text(values, 'definition')
  return {
    path, name, instrumentId, intervalMs: intervalIn(values) ?? rows.intervalMs, candles: values['mark'] === true ? 'mark' : rows.candles,
    ...(definition === undefined ? {} : { definition: await definitionIn(definition, instrumentId) }),
  }
}

type RowContent = Pick<Extract<FileContent, { readonly holds: 'rows' }>, 'intervalMs' | 'candles'> & { readonly instrumentId?: string | null }

const NOTHING_TOLD: RowContent = { intervalMs: null, candles: 'trade' }

/** Null for a panel. */
function instrumentIn(values: Values, name: string, told: RowContent): string | null {
  if (values['panel'] === true) return null
  const instrumentId = text(values, 'instrument') ?? told.instrumentId
  if (instrumentId === undefined || instrumentId === '') throw new UsageError(`--instrument is needed: "${name}" does not tell it`)
  return instrumentId
}

function intervalIn(values: Values): number | undefined {
  const interval = text(values, 'interval')
  if (interval !== undefined && !Object.hasOwn(INTERVALS, interval)) throw new UsageError(`--interval takes ${Object.keys(INTERVALS).join(', ')}, not "${interval}"`)
  return interval === undefined ? undefined : INTERVALS[interval]
}

async function definitionIn(path: string, instrumentId: string | null): Promise<Instrument> {
  const found = parseInstrument(JSON.parse(await readFile(path, 'utf8')))
  if (typeof found === 'string') throw new UsageError(found)
  if (found.instrumentId !== instrumentId) throw new UsageError(`${path} defines ${found.instrumentId}, not ${instrumentId ?? 'the instruments of a panel'}`)
  return found
}
