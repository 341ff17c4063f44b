// npm run models: fits the demo models anew and writes models/. The same source writes the same bytes, so `git diff` shows whether a change moved them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { demoModelFiles, SHIPPED_PLAN } from './demo-models.ts'

for (const [path, content] of demoModelFiles(SHIPPED_PLAN)) {
  const target = join(import.meta.dirname, '..', 'models', path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, content)
  console.log(`models/${path} ${content.length} bytes`)
}
