import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { moveDurably } from './durable-files.ts'
import { errorCode } from './refusal.ts'

/** The newest link that was written, kept apart from the chain: a chain whose end was cut off holds in all its links. */
export interface ChainHead {
  readonly sequence: number
  readonly hash: string
}

const pathIn = (folder: string): string => join(folder, 'trials.head')

/** Undefined where there is none; null for one that says nothing that we would have written. */
export function readHead(folder: string): ChainHead | null | undefined {
  try {
    const parsed = JSON.parse(readFileSync(pathIn(folder), 'utf8')) as Partial<ChainHead> | null
    return typeof parsed?.sequence === 'number' && typeof parsed.hash === 'string' ? { sequence: parsed.sequence, hash: parsed.hash } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all. */
export function writeHead(folder: string, { sequence, hash }: ChainHead): void {
  const draft = `${pathIn(folder)}.new-${process.pid}-${threadId}`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, `${JSON.stringify({ sequence, hash })}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  moveDurably(draft, pathIn(folder))
}
