import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'

/** Halves the start of each process after the first. */
const compiled = mkdtempSync(join(tmpdir(), 'haetae-compiled-'))
afterAll(() => rmSync(compiled, { recursive: true, force: true }))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

/** Runs the command line as a person would, in a process of its own. `deaf`: whoever should read its output has left. */
export function commandLine(home: string, args: readonly string[], { deaf = false }: { readonly deaf?: boolean } = {}): Promise<Ended> {
  const { promise, resolve: end, reject } = Promise.withResolvers<Ended>()
  const child = spawn(process.execPath, [resolve('scripts/haetae.ts'), ...args], { env: { ...process.env, HAETAE_HOME: home, NODE_COMPILE_CACHE: compiled }, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let error = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text))
  if (deaf) child.stdout.destroy()
  child.once('error', reject)
  child.once('close', (code) => end({ code, out, error }))
  return promise
}
