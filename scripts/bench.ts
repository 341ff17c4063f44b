import { summary, thisMachine, type BenchResult } from './bench/figures.ts'

// npm run bench -- NAME: measures on this computer; the last line is one JSON object (docs/benchmarks.md).
const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<BenchResult>>> = {
  start: async () => (await import('./bench/start.ts')).benchStart(),
  turn: async () => (await import('./bench/turn.ts')).benchTurn(),
  idle: async () => (await import('./bench/idle.ts')).benchIdle(),
  record: async () => (await import('./bench/record.ts')).benchRecord(),
  archive: async () => (await import('./bench/archive.ts')).benchArchive(),
  window: async () => (await import('./bench/window.ts')).benchWindow(),
  backtest: async () => (await import('./bench/backtest.ts')).benchBacktest(),
  backfill: async () => (await import('./bench/backfill.ts')).benchBackfill(),
  dataset: async () => (await import('./bench/dataset.ts')).benchDataset(),
  features: async () => (await import('./bench/features.ts')).benchFeatures(),
  gate: async () => (await import('./bench/gate.ts')).benchGate(),
  labels: async () => (await import('./bench/labels.ts')).benchLabels(),
  proof: async (args) => (await import('./bench/proof.ts')).benchProof(args),
  paper: async () => (await import('./bench/paper.ts')).benchPaper(),
  stream: async () => (await import('./bench/stream.ts')).benchStream(),
}

const [name = '', ...rest] = process.argv.slice(2)
const bench = Object.hasOwn(BENCHES, name) && (rest.length === 0 || name === 'proof') ? BENCHES[name] : undefined
if (bench) {
  const machine = thisMachine()
  for (const line of summary(await bench(rest), machine)) console.log(line)
} else {
  console.error(`npm run bench -- NAME takes one of ${Object.keys(BENCHES).join(', ')}`)
  process.exitCode = 2
}
