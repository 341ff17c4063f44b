import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { decodeMessages, encodeMessages } from '../../src-main/storage/record-messages.ts'
import { listRecords, readBeginning, readRecord } from '../../src-main/storage/record-reader.ts'
import { segmentPath, type RecordHole } from '../../src-main/storage/record-segment.ts'
import { isFault, verifyRecords } from '../../src-main/storage/record-verify.ts'
import type { RawMessage } from '../../src-main/venue/market-feed.port.ts'
import { collected, messageAt, messages, readBack, recordsIn, write, writerIn } from '../support/record-samples.ts'
import { haetae } from '../support/recording-terminal.ts'
import { temporaryFolder } from '../support/storage-folder.ts'

const message = (fields: Partial<RawMessage>): RawMessage => ({ receivedAt: 5 as TimeMs, kind: 'frame', about: 'market/1', text: '{}', ...fields })

it('gives back every message as it came, whatever is in it', () => {
  const all = [
    message({ text: '' }), message({ kind: 'tick', about: '', text: '' }), message({ text: '가격 😀 \u0000 "\\' }), message({ kind: 'answer', about: '/fapi/v1/time', text: `200 ${'x'.repeat(300_000)}` }),
    message({ kind: 'link', text: 'closed because', receivedAt: 1_795_000_000_123 as TimeMs }), message({ receivedAt: 1_795_000_000_000 as TimeMs }),
  ]
  const halfPairs = [message({ text: 'half \uD83D' }), message({ text: '\uDE00 of a pair' }), message({ about: '\uD800' })]
  for (const some of [all, halfPairs, [], ...all.map((one) => [one])]) expect(decodeMessages(encodeMessages(some), some.length)).toStrictEqual(some)
})

it('writes after a second at the latest, and earlier what fills a block', async () => {
  const folder = temporaryFolder()
  const { writer, time } = writerIn(folder, 'one')
  writer.append(messageAt(1))
  await time.pass(999)
  expect(existsSync(recordsIn(folder))).toBe(false)
  await time.pass(1)
  await expect.poll(() => writer.view().messages).toBe(1)
  for (const one of messages(2, 2_000)) writer.append(one)
  await expect.poll(() => writer.view().messages).toBeGreaterThan(1_000)
  await writer.close()
  expect(await readBack(folder, 'one')).toStrictEqual(messages(1, 2_000))
  expect(writer.view()).toMatchObject({ healthy: true, messages: 1_999, segments: 1 })
})

it('keeps what else the engine was given where it was given, and apart from what came', async () => {
  const folder = temporaryFolder()
  const { writer } = writerIn(folder, 'one')
  writer.note('{"at":"the beginning"}')
  await write(writer, messages(0, 30), 10)
  writer.note('{"at":"30"}')
  await write(writer, messages(30, 40), 10)
  await writer.close()
  const heard: (number | string)[] = []
  let read = 0
  for await (const one of readRecord(recordsIn(folder), 'one', { onNote: (note) => void heard.push(read, note) })) expect(one).toStrictEqual(messageAt(read++))
  expect([read, heard]).toEqual([40, [0, '{"at":"the beginning"}', 30, '{"at":"30"}']])
})

it('tells what is there, what it began with, and that it is whole', async () => {
  const folder = temporaryFolder()
  const first = writerIn(folder, 'one', { setup: { instruments: ['BTCUSDT'] } }).writer
  await write(first, messages(0, 300), 100)
  await first.close()
  const second = writerIn(folder, 'two', { venue: 'demo' }).writer
  await write(second, messages(300, 400), 100)
  const [one, two] = await listRecords(recordsIn(folder))
  expect(one).toStrictEqual({ recordId: 'one', venue: 'local', from: messageAt(0).receivedAt, to: messageAt(299).receivedAt, messages: 300, bytes: statSync(segmentPath(recordsIn(folder), 'one', 1)).size, segments: 1, open: false })
  expect(two).toMatchObject({ recordId: 'two', venue: 'demo', messages: 100, from: messageAt(300).receivedAt, to: messageAt(399).receivedAt, segments: 1, open: true })
  expect(second.view()).toMatchObject({ messages: 100, segments: 2, bytes: one!.bytes + two!.bytes })
  expect(await readBeginning(recordsIn(folder), 'one')).toMatchObject({ recordId: 'one', segment: 1, setup: { instruments: ['BTCUSDT'] } })
  const { findings, records } = await verifyRecords(recordsIn(folder))
  expect([...findings, ...records.flatMap((record) => record.findings)]).toEqual([])
  expect(records.map((record) => [record.recordId, record.blocks, record.messages])).toEqual([['one', 4, 300], ['two', 2, 100]])
  await second.close()
})

it('keeps a record within its size by letting the oldest segments go, and says which', async () => {
  const folder = temporaryFolder()
  const bytesMax = 200_000
  for (const recordId of ['one', 'two']) {
    const { writer } = writerIn(folder, recordId, { bytesMax })
    for (let n = 0; n < 20_000; n += 500) {
      await write(writer, messages(n, n + 500), 100)
      expect(writer.view().bytes).toBeLessThan(bytesMax)
    }
    await writer.close()
  }
  const records = recordsIn(folder)
  expect(readdirSync(records)).not.toContain('one')
  const { findings, records: [, two] } = await verifyRecords(records)
  expect([...findings, ...two!.findings].filter(isFault)).toEqual([])
  const gone = two!.findings.filter(({ what }) => what === 'removed').length
  expect(gone).toBeGreaterThan(3)
  expect((await listRecords(records)).map(({ recordId }) => recordId)).toEqual(['two'])
  // What is left is the end of it, unbroken.
  const left = await readBack(folder, 'two')
  expect(left).toStrictEqual(messages(20_000 - left.length, 20_000))
  expect((await readBeginning(records, 'two')).segment).toBe(gone + 1)
})

it('never throws on a full disk, keeps what it can, and says in the record what is missing when it goes on', async () => {
  const folder = temporaryFolder()
  const { writer, time } = writerIn(folder, 'one', { bytesMax: 160_000, waitingMax: 120_000 })
  await write(writer, messages(0, 2_000), 100)
  // The next segment is on a device that is always full.
  const next = segmentPath(recordsIn(folder), 'one', writer.view().segments + 1)
  symlinkSync('/dev/full', next)
  for (const one of messages(2_000, 5_000)) writer.append(one)
  await writer.flush()
  expect(writer.view()).toMatchObject({ healthy: false, detail: expect.stringContaining('ENOSPC') as string })
  unlinkSync(next)
  for (const one of messages(5_000, 5_010)) writer.append(one)
  await time.pass(1_000)
  await expect.poll(() => writer.view().healthy).toBe(true)
  for (const one of messages(5_010, 5_100)) writer.append(one)
  await writer.close()
  const holes: RecordHole[] = []
  const read = await collected(readRecord(recordsIn(folder), 'one', { onHole: (hole) => void holes.push(hole) }))
  expect(holes).toHaveLength(1)
  const [hole] = holes
  const lost = hole!.messages
  expect(lost).toBeGreaterThan(1_000)
  const firstLost = 5_010 - lost
  expect(hole).toMatchObject({ from: messageAt(firstLost).receivedAt, to: messageAt(5_009).receivedAt })
  expect(read).toStrictEqual([...messages(0, firstLost), ...messages(5_010, 5_100)])
  const { records: [record] } = await verifyRecords(recordsIn(folder))
  expect(record!.findings).toMatchObject([{ what: 'hole', detail: expect.stringContaining(`${lost} messages`) as string }])
})

it('leaves out what cannot be packed, says so, and goes on', async () => {
  const folder = temporaryFolder()
  const { writer, time } = writerIn(folder, 'one')
  for (const receivedAt of [-5, -4]) writer.append(message({ receivedAt: receivedAt as TimeMs }))
  await writer.flush()
  expect(writer.view().healthy).toBe(false)
  await time.pass(1_000)
  await expect.poll(() => writer.view().healthy).toBe(true)
  await write(writer, messages(0, 5), 5)
  await writer.close()
  const holes: RecordHole[] = []
  expect(await collected(readRecord(recordsIn(folder), 'one', { onHole: (hole) => void holes.push(hole) }))).toStrictEqual(messages(0, 5))
  expect(holes).toMatchObject([{ messages: 2, from: -5, to: -4 }])
})

it('goes on when even its folder could not be made, and refuses to write over a record', async () => {
  const folder = temporaryFolder()
  symlinkSync('/dev/null', recordsIn(folder))
  const { writer, time } = writerIn(folder, 'one')
  await write(writer, messages(0, 10), 10)
  expect(writer.view()).toMatchObject({ healthy: false, messages: 0 })
  unlinkSync(join(folder, 'record'))
  await time.pass(1_000)
  await expect.poll(() => writer.view()).toMatchObject({ healthy: true, messages: 10 })
  await writer.close()
  const again = writerIn(folder, 'one').writer
  await write(again, messages(0, 20), 10)
  await again.close()
  expect(again.view()).toMatchObject({ healthy: false, detail: expect.stringContaining('is there already') as string })
  expect(await readBack(folder, 'one')).toStrictEqual(messages(0, 10))
  expect(() => writerIn(folder, '../one')).toThrow(RangeError)
})

it('answers `haetae record list` and `verify` in words and as JSON, with exit code 3 for damage', async () => {
  const home = temporaryFolder()
  const folder = join(home, 'sim_paper_binance_local')
  const { writer } = writerIn(folder, 'first-run')
  await write(writer, messages(0, 300), 100)
  await writer.close()
  const run = (...args: readonly string[]): ReturnType<typeof haetae> => haetae(['record', ...args, '--account', 'sim:paper:binance:local'], { home })
  expect(await run('list')).toMatchObject({ code: 0, out: expect.stringMatching(/local +300 messages .* in 1 {2}first-run\n$/) as string })
  expect(JSON.parse((await run('list', '--json')).out)).toMatchObject([{ recordId: 'first-run', messages: 300, open: false }])
  expect(await run('verify', 'first')).toMatchObject({ code: 0, out: expect.stringContaining('300 messages in 4 blocks of 1 segments') as string })
  const path = segmentPath(recordsIn(folder), 'first-run', 1)
  const bytes = readFileSync(path)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(path, bytes)
  expect(await run('verify')).toMatchObject({ code: 3, out: expect.stringContaining(`damaged  ${path}, bytes `) as string })
  expect(JSON.parse((await run('verify', '--json')).out)).toMatchObject({ faults: 1 })
  expect(await run('verify', 'second')).toMatchObject({ code: 2 })
  expect(await run('rewind')).toMatchObject({ code: 2 })
})
