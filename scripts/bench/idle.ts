import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { below, type BenchResult } from './figures.ts'
import { inFolder, ROOT } from './workplace.ts'

const DAYS = 10
const RSS_MB = 300
const MB = 1024 * 1024

/** What the engine's process says at the start and after each simulated day. Memory in bytes. */
interface Report {
  readonly day: number
  readonly seconds: number
  readonly rss: number
  readonly heapUsed: number
  readonly external: number
  readonly turns: number
  readonly changes: number
  readonly decisions: number
  readonly fills: number
  readonly trades: number
}

/** The memory of the engine's process after ten simulated days. Nothing is collected by force before it is read. */
export async function benchIdle(): Promise<BenchResult> {
  const reports = await inFolder(run)
  const [first, last] = [reports[0]!, reports.at(-1)!]
  const most = Math.max(...reports.map(({ rss }) => rss)) / MB
  const { turns, changes, decisions, fills, trades } = last
  const figures = { days: DAYS, seconds: last.seconds, rssMb: { start: first.rss / MB, end: last.rss / MB, most }, heapMb: { start: first.heapUsed / MB, end: last.heapUsed / MB }, turns, changes, decisions, fills, trades }
  return { name: 'idle', figures, targets: [below(`resident memory after ${DAYS} simulated days`, last.rss / MB, RSS_MB, 'MB')] }
}

async function run(home: string): Promise<readonly Report[]> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('./idle-engine.ts')), String(DAYS)], { cwd: ROOT, env: { ...process.env, HAETAE_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const reports: Report[] = []
  for await (const line of createInterface(child.stdout)) {
    const report = JSON.parse(line) as Report
    reports.push(report)
    console.log(`day ${report.day.toFixed(1)}: ${(report.rss / MB).toFixed(0)} MB resident, ${(report.heapUsed / MB).toFixed(0)} MB of it live or not yet collected JavaScript, ${report.decisions} decisions, ${report.trades} trades, ${report.seconds.toFixed(0)} s`)
  }
  const [code] = (await closed) as [number | null]
  if (code !== 0 || reports.length !== DAYS + 1) throw new Error(`the engine ended with ${String(code)} after ${reports.length - 1} days`)
  return reports
}
