import { accessSync, constants, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { reason } from '../../src-shared/domain/reason.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { isoTime, parseIsoTime } from '../base/system-calendar.ts'
import { registerIn } from '../host/promoted-choices.ts'
import { configure, strategySettings } from '../modes/configuration.ts'
import { openModels } from '../modes/open-models.ts'
import { refuseUnfit } from '../modes/promotable.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { freeBytes } from '../storage/durable-files.ts'
import { refusing, StorageRefusal } from '../storage/refusal.ts'
import { SqliteJournal } from '../storage/sqlite-journal.ts'
import { sqliteVersion } from '../storage/survey.ts'
import { bytesText } from './bytes-text.ts'
import { check, Warning, type Check } from './checks.ts'
import type { Terminal } from './command.ts'

const NODE_LEAST = 24
const MEGABYTE = 1_024 * 1_024
/** Below the first nothing can be written for long; below the second a few weeks of market data fill the disk. */
const FREE_LEAST = 256 * MEGABYTE
const FREE_ENOUGH = 2_048 * MEGABYTE
/** A clock before this program was written, or long after it, is wrong. */
const [CLOCK_FROM = 0, CLOCK_TO = 0] = ['2026-01-01', '2056-01-01'].map(parseIsoTime)

/** What concerns the computer and the program, not an account. */
export function programChecks(terminal: Terminal): readonly (() => Promise<Check>)[] {
  return [
    () => check('node', nodeVersion),
    () => check('sqlite', () => `better-sqlite3 with SQLite ${sqliteVersion()}`),
    () => check('models', () => models(terminal)),
    () => check('pages', () => pages(terminal)),
    () => check('clock', () => clockTime(terminal.clock.now())),
    () => check('home', () => home(terminal.home)),
    () => check('disk', () => disk(terminal.home)),
    () => check('durability', () => durability(terminal)),
  ]
}

function nodeVersion(): string {
  const { node } = process.versions
  if (Number.parseInt(node, 10) < NODE_LEAST) {
    throw new Error(`this is Node ${node}; Haetae needs ${NODE_LEAST} or newer. \`npm ci\` brings one along, and \`npm run haetae\` uses it.`)
  }
  return `Node ${node} on ${process.platform} ${process.arch}`
}

async function models({ root, home: folder, clock }: Terminal): Promise<string> {
  const register = registerIn({ home: folder }, clock)
  const promoted: string[] = []
  for (const { strategyId } of STRATEGIES) {
    const config = configure({ strategyId })
    await openModels(root, config)
    const { featureSetHash, labelSpecHash } = strategySettings(config)
    const pair = await register.promoted(strategyId, featureSetHash, labelSpecHash)
    if (pair) await refuseUnfit(pair, { root, home: folder })
    if (pair) promoted.push(`; ${pair.candidateId} is promoted for ${strategyId}, and whole`)
  }
  return `${STRATEGIES.flatMap((strategy) => [strategy.models.long, strategy.models.short]).join(', ')} are whole and open in onnxruntime${promoted.join('')}`
}

function pages({ root }: Terminal): string {
  const page = join(root, 'dist', 'renderer', 'index.html')
  if (!existsSync(page)) throw new Warning(`${page} is not built; \`npm start\` builds it.`)
  return 'built'
}

function clockTime(now: TimeMs): string {
  if (now < CLOCK_FROM || now > CLOCK_TO) throw new Error(`the clock says ${isoTime(now)}. Set the computer's clock; venues refuse orders with a wrong time.`)
  return isoTime(now)
}

/** Where something will be written: the folder, or the nearest one that is there. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder))
}

function home(folder: string): string {
  const present = nearest(folder)
  refusing(folder, () => {
    if (!statSync(present).isDirectory()) throw new StorageRefusal('read-only', `${present} is a file, so ${folder} cannot be made. Set HAETAE_HOME to another folder.`)
    if (present === folder) rmSync(mkdtempSync(join(folder, '.doctor-')), { recursive: true })
    else accessSync(present, constants.W_OK)
  })
  return present === folder ? `${folder} can be written` : `${folder} is not there yet and can be made`
}

function disk(folder: string): string {
  const free = freeBytes(nearest(folder))
  const found = `${bytesText(free)} free`
  if (free < FREE_LEAST) throw new Error(`${found}: too little to trade on. Free some space, or set HAETAE_HOME to another disk.`)
  if (free < FREE_ENOUGH) throw new Warning(`${found}: this will not last. Free some space, or set HAETAE_HOME to another disk.`)
  return found
}

/** Writes a journal where the real ones will be: opening one fails unless the disk takes full synchronisation. */
function durability({ home: folder, program }: Terminal): string {
  return refusing(folder, () => {
    const place = mkdtempSync(join(nearest(folder), '.doctor-'))
    try {
      const journal = new SqliteJournal({ folder: place, accountId: 'sim:doctor:1', program })
      try {
        journal.append([{ kind: 'latch-set', time: 1 as TimeMs, latch: 'doctor', reason: reason('disk-test', {}) }])
        if (journal.lastSequence !== 1 || [...journal.read()].length !== 1) throw new Error('what was written to a test journal did not come back. Check the disk.')
      } finally {
        journal.close()
      }
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
    return 'a test journal was written with full synchronisation and read back'
  })
}
