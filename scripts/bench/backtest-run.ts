import type { Change } from '../../src-shared/domain/change.ts'
import type { Decision, SideValue } from '../../src-shared/domain/decision.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Engine } from '../../src-main/engine/engine.ts'
import type { Publisher } from '../../src-main/engine/publisher.port.ts'
import { equity } from '../../src-main/engine/views.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { DEPOSIT } from '../../src-main/modes/paper-account.ts'
import { backtest } from '../../src-main/modes/recorded-run.ts'
import { BacktestRecorder } from '../../src-main/reports/backtest-recorder.ts'
import type { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { configOf, runtimeOf, type Kind } from './backtest-kinds.ts'
import { openArchive, START, type ArchivedMarket } from './backtest-market.ts'

/** One back-test. Times in milliseconds. */
export interface RunFigures {
  readonly wallMs: number
  /** Of all threads of the process: the collector's and the compiler's too. */
  readonly cpuMs: number
  readonly decisions: number
  readonly kept: number
  readonly trades: number
  readonly orderHash: string
  readonly reasons: Readonly<Record<string, number>>
  /** Resident memory of the process at its highest so far, in MB. */
  readonly peakMb: number
}

export interface RunWish {
  readonly seed?: number
  /** Every decision is hashed too. */
  readonly hash?: boolean
}

const ROWS_AT_ONCE = 512

/** Back-tests of one kind on one archive, one after the other in this process. */
export class BacktestRuns {
  readonly #home: string
  readonly #kind: Kind
  readonly #instruments: readonly string[]
  readonly #archive: SqliteMarketArchive
  #runtime: ModelRuntime | undefined

  constructor(kind: Kind, { home, instruments }: Pick<ArchivedMarket, 'home' | 'instruments'>) {
    this.#home = home
    this.#kind = kind
    this.#instruments = instruments
    this.#archive = openArchive(home)
  }

  async run({ seed = 0, hash = false }: RunWish = {}): Promise<RunFigures> {
    const config = configOf(this.#kind, this.#instruments, seed)
    const runtime = (this.#runtime ??= await runtimeOf(this.#kind, this.#home, config))
    const known = await this.#archive.instruments()
    const instruments = this.#instruments.map((name) => known.find(({ instrumentId }) => instrumentId === name)!)
    const decisions = new DecisionColumns()
    const { policy } = config
    const recorder = (engine: Engine): Publisher => new BacktestRecorder({ instruments, policy, from: START, deposit: DEPOSIT, look: { time: () => engine.state.account.time, equity: () => equity(engine.state) } })
    const wish = { archive: this.#archive, instruments, config, runtime, from: START, to: Number.MAX_SAFE_INTEGER as TimeMs, accountId: 'sim:bench:1', sessionId: 'bench', decisionHash: hash }
    const [cpu, wall] = [process.cpuUsage(), performance.now()]
    const outcome = await backtest(this.#kind === 'bare' ? wish : { ...wish, recorder, publisher: decisions }, this.#kind === 'scored' ? ROWS_AT_ONCE : null)
    const wallMs = performance.now() - wall
    const { user, system } = process.cpuUsage(cpu)
    return {
      wallMs, cpuMs: (user + system) / 1_000, decisions: outcome.decisions, kept: decisions.rows, trades: outcome.trades, orderHash: outcome.orderHash, reasons: outcome.reasons,
      peakMb: process.resourceUsage().maxRSS / 1_024,
    }
  }

  close(): void {
    this.#archive.close()
  }
}

const ROWS_OF_A_PIECE = 16_384
const OF_A_SIDE = 7
const COLUMNS = 3 + 2 * OF_A_SIDE

/** The numbers of every decision. */
class DecisionColumns implements Publisher {
  rows = 0
  /** Each has room for so many rows of all columns: what is kept is never copied. */
  readonly #pieces: Float64Array[][] = []
  readonly #codes = new Map<string, number>()

  publish(changes: readonly Change[]): void {
    for (const change of changes) if (change.kind === 'decision-made') this.#keep(change.decision)
  }

  #keep(decision: Decision): void {
    if (this.rows === this.#pieces.length * ROWS_OF_A_PIECE) this.#pieces.push(Array.from({ length: COLUMNS }, () => new Float64Array(ROWS_OF_A_PIECE)))
    const columns = this.#pieces.at(-1)!
    const row = this.rows++ % ROWS_OF_A_PIECE
    columns[0]![row] = decision.asOf
    columns[1]![row] = this.#codeOf(decision.instrumentId)
    columns[2]![row] = this.#codeOf(decision.reason)
    if (decision.long) keepSide(columns, row, 3, decision.long)
    if (decision.short) keepSide(columns, row, 3 + OF_A_SIDE, decision.short)
  }

  #codeOf(text: string): number {
    const known = this.#codes.get(text) ?? this.#codes.size
    this.#codes.set(text, known)
    return known
  }
}

function keepSide(columns: readonly Float64Array[], row: number, first: number, value: SideValue): void {
  columns[first]![row] = value.expectedValue
  columns[first + 1]![row] = value.winProbability
  columns[first + 2]![row] = value.breakEvenProbability
  columns[first + 3]![row] = value.timeoutProbability
  columns[first + 4]![row] = value.adverseExcursion
  columns[first + 5]![row] = value.holdMinutes
  columns[first + 6]![row] = value.fundingCost
}
