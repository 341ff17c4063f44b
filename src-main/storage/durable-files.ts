import { closeSync, fsyncSync, openSync, renameSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'

/** Forces a file's bytes to the disk. Never for a database that this process has open: closing it would drop SQLite's locks. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Forces the names in a folder to the disk. Windows does so by itself and cannot open a folder. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Replaces `to` in one step that survives a power cut: either the old file is there or the new one. */
export function moveDurably(from: string, to: string): void {
  renameSync(from, to)
  syncFolder(dirname(to))
}

/** What is free for this user on the disk of `folder`, in bytes. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
