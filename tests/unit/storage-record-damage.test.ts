import { copyFileSync, cpSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { manifestPath } from '../../src-main/storage/record-manifest.ts'
import { readSegment, segmentPath, type SegmentPiece } from '../../src-main/storage/record-segment.ts'
import { isFault, verifyRecords, type RecordFinding } from '../../src-main/storage/record-verify.ts'
import { collected, messages, readBack, recordsIn, write, writerIn } from '../support/record-samples.ts'
import { Child } from '../support/storage-child.ts'
import { temporaryFolder } from '../support/storage-folder.ts'

/** Three segments of some blocks each. */
async function recorded(folder: string): Promise<void> {
  const { writer } = writerIn(folder, 'one', { bytesMax: 40_000 })
  await write(writer, messages(6, 146), 8)
  await writer.close()
}

const segment = (folder: string, number: number): string => segmentPath(recordsIn(folder), 'one', number)

async function findings(folder: string): Promise<readonly RecordFinding[]> {
  const { findings: own, records } = await verifyRecords(recordsIn(folder))
  return [...own, ...records.flatMap((record) => record.findings)]
}

const faults = async (folder: string): Promise<readonly RecordFinding[]> => (await findings(folder)).filter(isFault)

const blocksOf = (path: string): Promise<readonly SegmentPiece[]> => collected(readSegment(path))

it('finds a flipped bit wherever it is, and says in which stretch of which file', async () => {
  const folder = temporaryFolder()
  await recorded(folder)
  const files = [segment(folder, 1), segment(folder, 2), manifestPath(recordsIn(folder))]
  let flips = 0
  for (const file of files) {
    const whole = readFileSync(file)
    const step = Math.max(1, Math.floor(whole.length / 150))
    for (let at = 0; at < whole.length; at += step) {
      const bytes = Buffer.from(whole)
      bytes[at]! ^= 1 << at % 8
      writeFileSync(file, bytes)
      const found = (await faults(folder)).filter((fault) => fault.file === file)
      expect(found.length, `${file}, byte ${at}`).toBeGreaterThan(0)
      const [first] = found
      expect(first!.offset <= at && (first!.bytes === 0 || at < first!.offset + first!.bytes), `${file}, byte ${at}: ${JSON.stringify(first)}`).toBe(true)
      flips++
    }
    writeFileSync(file, whole)
  }
  expect(flips).toBeGreaterThan(400)
  expect(await faults(folder)).toEqual([])
}, 60_000)

it('says where it stops reading, and hands out nothing of a damaged block', async () => {
  const folder = temporaryFolder()
  await recorded(folder)
  const block = (await blocksOf(segment(folder, 1)))[2]!
  const bytes = readFileSync(segment(folder, 1))
  bytes[block.offset + 50]! ^= 4
  writeFileSync(segment(folder, 1), bytes)
  await expect(readBack(folder, 'one')).rejects.toThrow(`bytes ${block.offset} to ${block.offset + block.bytes - 1}`)
  expect(await faults(folder)).toMatchObject([{ what: 'damaged', offset: block.offset, bytes: block.bytes }])
})

it('finds blocks that changed places, twins, and segments that are gone, cut, or another one', async () => {
  const whole = temporaryFolder()
  await recorded(whole)
  const blocks = await blocksOf(segment(whole, 1))
  expect(blocks.length).toBeGreaterThan(3)
  const bytes = readFileSync(segment(whole, 1))
  const parts = blocks.map(({ offset, bytes: length }) => bytes.subarray(offset, offset + length))
  const [begin, first, second, ...rest] = parts as [Buffer, Buffer, Buffer, ...Buffer[]]
  const deeds: Readonly<Record<string, (folder: string) => void>> = {
    swapped: (folder) => writeFileSync(segment(folder, 1), Buffer.concat([begin, second, first, ...rest])),
    twice: (folder) => writeFileSync(segment(folder, 1), Buffer.concat([begin, first, first, second, ...rest])),
    dropped: (folder) => writeFileSync(segment(folder, 1), Buffer.concat([begin, second, ...rest])),
    'last dropped': (folder) => truncateSync(segment(folder, 1), blocks.at(-1)!.offset),
    cut: (folder) => truncateSync(segment(folder, 2), statSync(segment(folder, 2)).size - 1),
    longer: (folder) => writeFileSync(segment(folder, 2), Buffer.concat([readFileSync(segment(folder, 2)), Buffer.alloc(10)])),
    empty: (folder) => truncateSync(segment(folder, 2), 0),
    'segment gone': (folder) => rmSync(segment(folder, 2)),
    'last segment gone': (folder) => rmSync(segment(folder, 3)),
    'segments swapped': (folder) => {
      renameSync(segment(folder, 1), join(folder, 'aside'))
      renameSync(segment(folder, 2), segment(folder, 1))
      renameSync(join(folder, 'aside'), segment(folder, 2))
    },
    'another segment': (folder) => copyFileSync(segment(folder, 1), segment(folder, 3)),
    'manifest gone': (folder) => rmSync(manifestPath(recordsIn(folder))),
  }
  for (const [name, deed] of Object.entries(deeds)) {
    const folder = temporaryFolder()
    cpSync(whole, folder, { recursive: true })
    deed(folder)
    expect(await faults(folder), name).not.toEqual([])
  }
  expect(await faults(whole)).toEqual([])
})

it('reads all whole blocks wherever a crash cut the file, says so, and cuts the rest off at the next start', async () => {
  const whole = temporaryFolder()
  const { writer } = writerIn(whole, 'one')
  onTestFinished(() => writer.close())
  await write(writer, messages(6, 30), 8)
  const blocks = await blocksOf(segment(whole, 1))
  const { size } = statSync(segment(whole, 1))
  for (let length = 0; length <= size; length += Math.max(1, Math.floor(size / 60))) {
    for (const zeros of [0, 300]) {
      const folder = temporaryFolder()
      cpSync(whole, folder, { recursive: true })
      truncateSync(segment(folder, 1), length)
      truncateSync(segment(folder, 1), length + zeros)
      const kept = blocks.filter(({ offset, bytes }) => offset + bytes <= length)
      const count = kept.reduce((sum, piece) => sum + (piece.what === 'block' ? piece.header.messages : 0), 0)
      if (kept.length > 0 && zeros === 0) {
        expect(await faults(folder), `cut at ${length}`).toEqual([])
        expect(await readBack(folder, 'one'), `cut at ${length}`).toStrictEqual(messages(6, 6 + count))
      }
      const next = writerIn(folder, 'two').writer
      await write(next, messages(0, 3), 3)
      await next.close()
      const all = await findings(folder)
      const isTorn = length + zeros > kept.reduce((sum, { bytes }) => sum + bytes, 0)
      expect(all.map(({ what }) => what), `cut at ${length} and ${zeros}`).toEqual(isTorn ? ['cut'] : [])
      if (kept.length > 0) expect(await readBack(folder, 'one')).toStrictEqual(messages(6, 6 + count))
    }
  }
}, 60_000)

it('has everything that was on the disk, however often its process is killed while it records', async () => {
  const folder = temporaryFolder()
  const random = new SeededRandom(8)
  const told: number[] = []
  for (let round = 0; round < 5; round++) {
    const child = new Child(new URL('../support/storage-record-writer.ts', import.meta.url), `${folder},r${round},${[7, 100, 900][round % 3]}`)
    let written = 0
    for (let lines = 1 + random.below(60); lines > 0; lines--) written = Number(await child.line())
    for (let turns = random.below(3_000); turns > 0; turns--) await nextTurn()
    await child.kill()
    for (let line = await child.line(); line !== undefined; line = await child.line()) written = Number(line)
    told.push(written)
    expect(await faults(folder)).toEqual([])
  }
  expect(await faults(folder)).toEqual([])
  for (const [round, written] of told.entries()) {
    const read = await readBack(folder, `r${round}`).catch(() => [])
    if (read.length === 0) continue
    // Retention may have taken its beginning; its end is there.
    const from = read.length > 0 ? Math.round((read[0]!.receivedAt - messages(0, 1)[0]!.receivedAt) / 7) : 0
    expect(from + read.length, `round ${round}`).toBeGreaterThanOrEqual(written)
    expect(read).toStrictEqual(messages(from, from + read.length))
  }
  expect(told.at(-1)).toBeGreaterThan(0)
}, 60_000)

it('survives a disk that is full within a block and then a kill', async () => {
  const folder = temporaryFolder()
  const child = new Child(new URL('../support/storage-record-writer.ts', import.meta.url), `${folder},one,300`, { fileBlocks: 40 })
  let written = 0
  for (let line = await child.line(); line !== 'full'; line = await child.line()) written = Number(line)
  await child.kill()
  expect(written).toBeGreaterThan(0)
  expect(await faults(folder)).toEqual([])
  const read = await readBack(folder, 'one')
  expect(read.length).toBeGreaterThanOrEqual(written)
  expect(read).toStrictEqual(messages(0, read.length))
})
