import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

/** Runs the command line as a person would, in a process of its own. `deaf`: whoever should read its output has left. */
export function commandLine(home: string, args: readonly string[], { deaf = false }: { readonly deaf?: boolean } = {}): Promise<Ended> {
  const { promise, resolve: end, reject } = Promise.withResolvers<Ended>()
  const child = spawn(process.execPath, [resolve('scripts/haetae.ts'), ...args], { env: { ...process.env, HAETAE_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let error = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text))
  if (deaf) child.stdout.destroy()
  child.once('error', reject)
  child.once('close', (code) => end({ code, out, error }))
  return promise
}
