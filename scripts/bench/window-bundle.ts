import { globSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Figures } from './figures.ts'

const KB = 1_000

/** The built page's files by kind, raw and compressed, in kB. Fonts are compressed already. */
export function bundleSizes(): Figures {
  const sizes = new Map<string, { raw: number; gzip: number }>()
  for (const path of globSync('dist/renderer/**/*.{js,css,html,woff2,svg}')) {
    const bytes = readFileSync(path)
    const kind = extname(path).slice(1)
    const before = sizes.get(kind) ?? { raw: 0, gzip: 0 }
    sizes.set(kind, { raw: before.raw + bytes.length / KB, gzip: before.gzip + (kind === 'woff2' ? bytes.length : gzipSync(bytes).length) / KB })
  }
  if (!sizes.has('js')) throw new Error('the page is not built')
  return Object.fromEntries([...sizes].toSorted(([a], [b]) => a.localeCompare(b)))
}
