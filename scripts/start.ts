import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { buildIfStale } from './build-if-stale.ts'
import { ELECTRON } from './electron-binary.ts'
import { wayToStart } from './start-way.ts'

// npm start: builds what has changed, then opens the desktop window, or else the same workstation behind a page in the browser.
buildIfStale()
const way = await wayToStart(process.argv.slice(2), ELECTRON, { platform: process.platform, env: process.env, userId: process.getuid?.() })
if (way.kind === 'desktop') openDesktop(way.binary)
else {
  if (way.because !== undefined) console.log(`${way.because}: opening in the browser instead.`)
  // In this process, so that Ctrl-C has one process to end.
  const program: string = pathToFileURL('dist/main/headless.js').href
  await import(program)
}

/** In a group of its own: Ctrl-C would reach every process of Electron at once, and is passed on to the main one alone. */
function openDesktop(binary: string): void {
  const child = spawn(binary, ['dist/main/desktop.js'], { stdio: 'inherit', detached: process.platform !== 'win32' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill('SIGTERM'))
  child.once('exit', (code) => {
    if (code !== 0) console.error('The desktop window ended with an error. npm start -- --headless opens the same workstation in the browser.')
    process.exitCode = code ?? 1
  })
}
