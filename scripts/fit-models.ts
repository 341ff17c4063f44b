// npm run models: fits models anew and writes models/. The same source and data write the same bytes, so `git diff` shows whether a change moved them.
//   npm run models                       the demo models, on the invented market
//   npm run models -- --home FOLDER      the real ones, from the archive that `haetae import` made there
//   npm run models -- --data FOLDER      the real ones, from files named as BTCUSDT-5m.csv.gz and BTCUSDT-funding.csv.gz
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { demoModelFiles, SHIPPED_PLAN } from './demo-models.ts'
import { archivedHistory, fileHistory } from './market-history.ts'
import { REAL_PLAN, realModelFiles } from './real-models.ts'

const { home, data } = parseArgs({ options: { home: { type: 'string' }, data: { type: 'string' } } }).values

async function files(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { instruments, parts } = REAL_PLAN
  const wanted = { instruments, from: parts.fit.from, to: parts.holdOut.to }
  if (home !== undefined) return realModelFiles(REAL_PLAN, await archivedHistory(home, wanted))
  if (data !== undefined) return realModelFiles(REAL_PLAN, await fileHistory(data, wanted))
  return demoModelFiles(SHIPPED_PLAN)
}

for (const [path, content] of await files()) {
  const target = join(import.meta.dirname, '..', 'models', path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, content)
  console.log(`models/${path} ${content.length} bytes`)
}
