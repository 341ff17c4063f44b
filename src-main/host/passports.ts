import type { PassportRow } from '../../src-shared/contract/data-views.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import { existingArchive } from '../modes/existing-books.ts'
import { passportOf, type DataPassport } from '../reports/data-passport.ts'
import type { Opening } from '../storage/database-kind.ts'
import type { Launcher } from '../supervision/launcher.port.ts'
import { areAssumed } from '../venue/binance/instruments.ts'
import { readJobMessage, type JobMessage, type PassportsWork } from './job-messages.ts'

/** A passport reads all of its series, which takes too long beside trading: a process of its own does it. Whoever asks meanwhile gets the same answer. */
export class Passports {
  readonly #launcher: Launcher
  readonly #opening: Opening
  #asked: Promise<readonly PassportRow[]> | undefined

  constructor(launcher: Launcher, opening: Opening) {
    this.#launcher = launcher
    this.#opening = opening
  }

  /** Rejects when that process ends without an answer. */
  read(): Promise<readonly PassportRow[]> {
    this.#asked ??= this.#ask().finally(() => (this.#asked = undefined))
    return this.#asked
  }

  #ask(): Promise<readonly PassportRow[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly PassportRow[]>()
    const work: PassportsWork = { kind: 'passports', opening: this.#opening }
    const reader = this.#launcher.launch('jobs', [JSON.stringify(work)])
    reader.onEnded((how) => reject(new Error(`the archive could not be read: ${how}`)))
    reader.onMessage((received) => {
      const message = readJobMessage(received)
      if (message?.kind === 'passports') resolve(message.rows)
      else if (message?.kind === 'failed') reject(new Error(message.told.code))
      else return
      reader.end()
    })
    return promise
  }
}

/** The job itself. In the archive's order; then the brackets that nobody has given. */
export async function tellPassports({ opening }: PassportsWork, tell: (message: JobMessage) => void): Promise<void> {
  const archive = existingArchive(opening)
  try {
    tell({ kind: 'passports', rows: archive ? await passportRows(archive) : [] })
  } finally {
    archive?.close()
  }
}

async function passportRows(archive: DataArchive): Promise<readonly PassportRow[]> {
  const spans = await archive.series()
  const rows: PassportRow[] = []
  for (const span of spans) rows.push(rowOf(await passportOf(archive, span)))
  const withTiers = new Set(spans.filter(({ kind }) => kind === 'margin-tiers').map(({ instrumentId }) => instrumentId))
  const assumed = (await archive.instruments()).filter(({ instrumentId, versions }) => !withTiers.has(instrumentId) && areAssumed(versions.at(-1)?.marginTiers ?? []))
  return [...rows, ...assumed.map(assumedRow)]
}

function rowOf({ instrumentId, kind, intervalMs, first, last, rows, gaps, missing, quiet, corrected, contentHash, sources }: DataPassport): PassportRow {
  const zeroVolume = (quiet ?? []).reduce((sum, run) => sum + run.rows, 0)
  return { instrumentId, kind, intervalMs, first, last, rows, gaps: gaps.length, missing, zeroVolume, corrections: corrected, hash: contentHash, sources: sources.map(({ name }) => name) }
}

function assumedRow({ instrumentId, versions }: Instrument): PassportRow {
  const at = versions.at(-1)?.validFrom ?? 0
  return { instrumentId, kind: 'margin-tiers', intervalMs: 0, first: at, last: at, rows: 0, gaps: 0, missing: 0, zeroVolume: 0, corrections: 0, hash: null, sources: ['assumed'] }
}
