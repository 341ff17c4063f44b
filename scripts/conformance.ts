import { spawn } from 'node:child_process'
import { preparePackages } from './conformance/packages.ts'

// npm run conformance [-- FILE …]: two clients that others wrote drive the local Binance (docs/checks.md).
const begun = performance.now()
const missing = await preparePackages()
if (missing === undefined) {
  console.log(`independent clients ready in ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project=conformance', ...process.argv.slice(2)], { stdio: 'inherit' })
  child.once('close', (code) => (process.exitCode = code ?? 1))
} else {
  console.error(`conformance was not checked: ${missing}`)
  process.exitCode = 1
}
