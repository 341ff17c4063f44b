import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** By the exact path of a request. */
export type PageFiles = ReadonlyMap<string, { readonly type: string; readonly body: Uint8Array }>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2', '.png': 'image/png',
}

/** Reads the built window once. Requests are looked up in this list, so no path is ever made from a URL. Throws when the window is not built. */
export function readPageFiles(folder: string): PageFiles {
  const files = new Map(existsSync(folder) ? filesUnder(folder, '') : [])
  const index = files.get('/index.html')
  if (!index) throw new Error(`The window is not built: there is no index.html in ${folder}. Run npm start, which builds it.`)
  return files.set('/', index)
}

/** One folder at a time, which works inside of a packaged archive too. */
const filesUnder = (folder: string, path: string): readonly (readonly [string, { readonly type: string; readonly body: Uint8Array }])[] =>
  readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${path}/${entry.name}`
    if (entry.isDirectory()) return filesUnder(folder, inside)
    return [[inside, { type: TYPES[extname(inside)] ?? 'application/octet-stream', body: new Uint8Array(readFileSync(join(folder, inside))) }] as const]
  })
