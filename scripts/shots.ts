import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from './build-if-stale.ts'
import { ROOT } from './bench/workplace.ts'
import { launchChromium } from './page/chromium.ts'
import { smallPng } from './page/small-png.ts'
import { LOOKS, SIZES, takeShots, type Shot } from './shots/take-shots.ts'

// npm run shots: pictures of every page and state, of the built program around an account that a real engine has traded. The main ones go to
// docs/shots, all of them to .tsc/shots, which is not committed.
const DOCS = join(ROOT, 'docs/shots')
const ALL = join(ROOT, '.tsc/shots')

const [only = '', ...rest] = process.argv.slice(2)
if (rest.length > 0) {
  console.error('npm run shots -- [NAME]: of the pictures whose name holds NAME, or of all')
  process.exit(2)
}

buildIfStale()
mkdirSync(DOCS, { recursive: true })
mkdirSync(ALL, { recursive: true })
const folder = mkdtempSync(join(ROOT, '.tsc/shots-home-'))
const browser = await launchChromium()
try {
  for await (const shot of takeShots(browser, folder, { looks: LOOKS, sizes: SIZES })) if (shot.name.includes(only)) keep(shot)
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
const bytes = readdirSync(DOCS).reduce((sum, file) => sum + statSync(join(DOCS, file)).size, 0)
console.log(`${readdirSync(DOCS).length} pictures in docs/shots, ${(bytes / 1e6).toFixed(1)} MB`)

function keep({ name, isMain, png }: Shot): void {
  const small = smallPng(png)
  writeFileSync(join(ALL, `${name}.png`), small)
  if (isMain) writeFileSync(join(DOCS, `${name}.png`), small)
  console.log(`${name} ${(small.length / 1e3).toFixed(0)} kB`)
}
