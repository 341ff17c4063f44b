import { pathToFileURL } from 'node:url'
import { buildIfStale } from './build-if-stale.ts'

// npm start: builds what has changed, then runs the workstation in this process, so that Ctrl-C has one process to end.
buildIfStale()
const program: string = pathToFileURL('dist/main/headless.js').href
await import(program)
