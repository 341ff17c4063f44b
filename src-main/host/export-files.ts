import { constants, copyFile, open, rename, rm } from 'node:fs/promises'
import type { ExportPiece } from '../../src-shared/contract/contract.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { RequestRefused } from '../ipc/request-server.ts'

const PIECE_BYTES_MAX = 256 * 1024
/** What every byte of a character in UTF-8 begins with, but the first. */
const isInside = (byte: number | undefined): boolean => byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000

/** The piece of a text that begins at `offset`, which must be between characters, as its end is. */
export function pieceOf(text: Buffer, offset: number): ExportPiece {
  if (offset > text.length || isInside(text[offset])) throw new RequestRefused('no-such-piece')
  let end = Math.min(text.length, offset + PIECE_BYTES_MAX)
  while (isInside(text[end])) end--
  return { text: text.toString('utf8', offset, end), next: end < text.length ? end : null }
}

/** The piece of a file that begins at `offset`, which must be between characters, as its end is. */
export async function readPiece(path: string, offset: number): Promise<ExportPiece> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.max(0, Math.min(PIECE_BYTES_MAX + 1, size - offset)))
    await file.read(bytes, 0, bytes.length, offset)
    if (offset > size || isInside(bytes[0])) throw new RequestRefused('no-such-piece')
    let end = Math.min(PIECE_BYTES_MAX, bytes.length)
    while (isInside(bytes[end])) end--
    return { text: bytes.toString('utf8', 0, end), next: offset + end < size ? offset + end : null }
  } finally {
    await file.close()
  }
}

/** Puts a copy of a file in its place in one step, so that nobody finds half of it. Undefined when it is there. */
export async function saveCopy(from: string, to: string): Promise<Told | undefined> {
  const draft = `${to}.part-${process.pid}`
  try {
    await copyFile(from, draft, constants.COPYFILE_FICLONE)
    await sync(draft)
    await rename(draft, to)
    return undefined
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    return told('file-not-written', { file: to, detail: error instanceof Error ? error.message : String(error) })
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
}
