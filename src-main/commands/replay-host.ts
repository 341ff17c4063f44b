import { randomUUID } from 'node:crypto'
import type { ParseArgsOptionsConfig } from 'node:util'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { PortBusy } from '../ipc/web-host.ts'
import { startReplay } from '../modes/recorded-run.ts'
import { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { EXIT, needed, text, timeOption, wholeNumber, type Terminal, type Values } from './command.ts'
import { openHost, type Host } from './host.ts'
import { configOf, firstTime } from './record-commands.ts'
import { accountOption, archivedInstruments, openingOf, openModels } from './recorded-account.ts'
import { pacerOf, replayBooks } from './replay-books.ts'

export const replayHostOptions: ParseArgsOptionsConfig = { instrument: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, policy: { type: 'string' }, strategy: { type: 'string' }, account: { type: 'string' } }

const FASTEST = '100000'

/** What a record came to is worth looking at: the page stays after its end. */
function staying({ out }: Terminal): Promise<never> {
  out('The record has ended. The page stays until Ctrl-C.')
  return new Promise(() => {})
}

/** Archived candles behind the page, at a speed one can follow. */
export async function openReplay(values: Values, terminal: Terminal): Promise<Host | number> {
  const names = needed(values, 'instrument').split(',')
  const config = configOf(values, names)
  const accountId = accountOption(values)
  const port = wholeNumber(values, 'port', { least: 0, most: 65_535, otherwise: 0 })
  const speed = text(values, 'speed') ?? '60'
  const pacer = pacerOf(speed === 'max' ? FASTEST : speed, terminal)!
  const archive = new SqliteMarketArchive(openingOf(terminal, accountId))
  const books = replayBooks(accountId, terminal)
  const close = (): void => {
    books.close()
    archive.close()
  }
  try {
    const instruments = await archivedInstruments(archive, names)
    const from = firstTime(await archive.spans(), names, timeOption(values, 'from', 0))
    const to = timeOption(values, 'to', Number.MAX_SAFE_INTEGER) as TimeMs
    const runtime = await openModels(terminal.root, config)
    return await openHost({
      port,
      start: async (publisher) => {
        const mode = await startReplay({ archive, instruments, config, runtime, from, to, accountId, sessionId: randomUUID(), publisher, mode: 'replay' }, books, pacer)
        return { ...mode, ended: mode.ended.then(() => staying(terminal)), stop: () => mode.stop().finally(close) }
      },
    }, terminal)
  } catch (error) {
    close()
    if (!(error instanceof PortBusy)) throw error
    terminal.error(error.message)
    return EXIT.busy
  }
}
