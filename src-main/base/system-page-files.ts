import { globSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** By the exact path of a request. */
export type PageFiles = ReadonlyMap<string, { readonly type: string; readonly body: Uint8Array }>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
}

/** Reads the built window once. Requests are looked up in this list, so no path is ever made from a URL. Throws when the window is not built. */
export function readPageFiles(folder: string): PageFiles {
  const entries = globSync('**/*.*', { cwd: folder }).map((path) => {
    const file = { type: TYPES[extname(path)] ?? 'application/octet-stream', body: new Uint8Array(readFileSync(join(folder, path))) }
    return [`/${path.replaceAll('\\', '/')}`, file] as const
  })
  const files = new Map(entries)
  const index = files.get('/index.html')
  if (!index) throw new Error(`The window is not built: there is no index.html in ${folder}. Run npm start, which builds it.`)
  return files.set('/', index)
}
