import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readPiece, saveCopy } from '../../src-main/host/export-files.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haetae-export-'))
  path = join(folder, 'export.csv')
})
afterEach(() => rmSync(folder, { recursive: true }))

async function allOf(text: string): Promise<readonly string[]> {
  writeFileSync(path, text)
  const pieces: string[] = []
  for (let next: number | null = 0; next !== null;) {
    const piece = await readPiece(path, next)
    pieces.push(piece.text)
    next = piece.next
  }
  return pieces
}

it.each([['nothing', ''], ['less than a piece', 'a,b\r\n'], ['just a piece', 'x'.repeat(262_144)], ['characters of one to four bytes across the seams', 'aé한𝄞'.repeat(120_000)]])('gives a file in pieces that end between characters: %s', async (_, text) => {
  const pieces = await allOf(text)
  expect(pieces.join('') === text).toBe(true)
  expect(Math.max(...pieces.map((piece) => Buffer.byteLength(piece)))).toBeLessThanOrEqual(262_144)
  expect(pieces.length).toBe(Math.max(1, Math.ceil(Buffer.byteLength(text) / 262_144)))
})

it('refuses a place that is beyond the end or inside of a character', async () => {
  writeFileSync(path, '한')
  await expect(readPiece(path, 4)).rejects.toThrow('no-such-piece')
  await expect(readPiece(path, 1)).rejects.toThrow('no-such-piece')
  expect(await readPiece(path, 3)).toEqual({ text: '', next: null })
})

it('puts a copy in its place, over what was there', async () => {
  writeFileSync(path, 'new')
  const to = join(folder, 'saved.csv')
  writeFileSync(to, 'old')
  expect(await saveCopy(path, to)).toBeUndefined()
  expect(readFileSync(to, 'utf8')).toBe('new')
  expect(readdirSync(folder).toSorted()).toEqual(['export.csv', 'saved.csv'])
})

it('says what stood in the way, and leaves neither half a file nor another one touched', async () => {
  writeFileSync(path, 'new')
  const taken = join(folder, 'taken')
  mkdirSync(taken)
  for (const to of [join(folder, 'nowhere', 'saved.csv'), taken]) expect(await saveCopy(path, to)).toMatchObject({ code: 'file-not-written', values: { file: to } })
  expect(await saveCopy(join(folder, 'gone'), join(folder, 'saved.csv'))).toMatchObject({ code: 'file-not-written' })
  expect(readdirSync(folder).toSorted()).toEqual(['export.csv', 'taken'])
})
