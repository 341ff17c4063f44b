import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { ENTRY_CHANCE } from './backtest-kinds.ts'
import { openArchive, type ArchivedMarket } from './backtest-market.ts'
import { PYTHON } from './python.ts'
import { ROOT } from './workplace.ts'

/** One run of backtesting.py over all series, one after the other, as it knows one instrument at a time. */
export interface RivalRun {
  readonly wallMs: number
  readonly cpuMs: number
  readonly trades: number
}

/** backtesting.py in a process of its own: the same candles, entries by the same chance, stop and take-profit by the same hours, the same fees. */
export class Rival {
  readonly version: string
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  private constructor(version: string, child: ChildProcess, lines: AsyncIterator<string>) {
    this.version = version
    this.#child = child
    this.#lines = lines
  }

  /** Or why it cannot be compared. */
  static async start(market: ArchivedMarket): Promise<Rival | string> {
    await writeColumns(market)
    const { home, instruments } = market
    const child = spawn(PYTHON, [join(ROOT, 'scripts/bench/backtest-rival.py'), home, String(ENTRY_CHANCE), ...instruments], { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    const failed = new Promise<string>((resolve) => {
      child.once('error', () => resolve(`there is no ${PYTHON}`))
      child.once('close', () => resolve(errors.trim().split('\n').at(-1) ?? ''))
    })
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const first = await lines.next()
    return first.done ? failed : new Rival(first.value, child, lines)
  }

  async run(): Promise<RivalRun> {
    this.#child.stdin?.write('run\n')
    const line = await this.#lines.next()
    if (line.done) throw new Error('backtesting.py has ended')
    return JSON.parse(line.value) as RivalRun
  }

  stop(): void {
    this.#child.stdin?.end()
  }
}

async function writeColumns({ home, instruments }: ArchivedMarket): Promise<void> {
  const archive = openArchive(home)
  try {
    for (const instrumentId of instruments) {
      const { openTime, open, high, low, close, volume, priceDecimals, quantityDecimals } = await archive.columns({ instrumentId, kind: 'trade', intervalMs: 300_000 }, 0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs)
      const scaled = (column: Float64Array, decimals: number): Float64Array => column.map((value) => value / 10 ** decimals)
      const columns = { Time: openTime, Open: scaled(open, priceDecimals), High: scaled(high, priceDecimals), Low: scaled(low, priceDecimals), Close: scaled(close, priceDecimals), Volume: scaled(volume, quantityDecimals) }
      for (const [name, column] of Object.entries(columns)) writeFileSync(join(home, `${instrumentId}-${name}.f64`), column)
    }
  } finally {
    archive.close()
  }
}
