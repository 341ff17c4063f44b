import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { fromRow, toRow, type JournalRow, type Upcasts } from '../../src-main/storage/journal-format.ts'
import { refusalOf } from '../support/storage-folder.ts'
import { ACCOUNT, allSamples, fillBooked, intentOpened, latchSet, ledgerPosted, SAMPLES } from '../support/storage-samples.ts'

const rowOf = (change: JournalledChange): JournalRow => toRow(change, ACCOUNT)
const noUpcasts = Object.fromEntries(Object.keys(SAMPLES).map((kind) => [kind, []])) as unknown as Upcasts

describe('a journalled change', () => {
  it('comes back as it was, whatever its texts and integers are', () => {
    const whole = fc.maxSafeInteger().map((value) => value + 0)
    const text = fc.string({ unit: 'binary' })
    /** One of the samples with every text and every number in it replaced, except its kind. */
    const anyChange = fc.constantFrom(...allSamples()).chain((sample) => anyLike(sample, whole, text).map((change) => ({ ...(change as JournalledChange), kind: sample.kind }) as JournalledChange))
    fc.assert(fc.property(anyChange, (change) => {
      const row = toRow(change, accountOf(change))
      expect(fromRow(JSON.parse(JSON.stringify(row)) as JournalRow)).toStrictEqual(change)
    }), { numRuns: 500 })
  })

  it('is written as it was written before: to change this, raise the version and upcast', async () => {
    const lines = allSamples().map((change) => `${JSON.stringify(rowOf(change))}\n`)
    await expect(lines.join('')).toMatchFileSnapshot('../support/storage-journal-rows.ndjson')
  })

  it('that was written before is still read', () => {
    const written = readFileSync(new URL('../support/storage-journal-rows.ndjson', import.meta.url), 'utf8').trimEnd().split('\n')
    expect(written.map((line) => fromRow(JSON.parse(line) as JournalRow))).toStrictEqual(allSamples())
  })

  it('stands under strategy and instrument where it has them', () => {
    const columns = (change: JournalledChange): unknown[] => [rowOf(change).account_id, rowOf(change).strategy_id, rowOf(change).instrument_id]
    for (const change of [intentOpened('a'), fillBooked('1'), ledgerPosted('1'), SAMPLES['trade-closed']]) expect(columns(change)).toEqual([ACCOUNT, 'perp-ev', 'BTCUSDT'])
    for (const change of [SAMPLES['exit-due'], SAMPLES['cancel-requested']]) expect(columns(change)).toEqual([ACCOUNT, null, 'BTCUSDT'])
    expect(columns(latchSet('a'))).toEqual([ACCOUNT, null, null])
  })

  it('has a key where it may be there only once', () => {
    expect(rowOf(intentOpened('pe-1')).unique_key).toBe('intent/pe-1')
    expect(rowOf(fillBooked('42')).unique_key).toBe('fill/sim/BTCUSDT/42')
    expect(rowOf(ledgerPosted('42')).unique_key).toBe('ledger/fee/BTCUSDT/42')
    expect(allSamples().map(rowOf).filter((row) => row.unique_key !== null)).toHaveLength(3)
  })

  it('has another key when any part of it is another, also with slashes in the parts', () => {
    const fill = (instrumentId: string, tradeId: string): JournalledChange => ({ ...fillBooked(tradeId), fill: { ...fillBooked(tradeId).fill, instrumentId } })
    const part = fc.string({ unit: fc.constantFrom('/', '%', '2', 'F', 'a'), maxLength: 4 })
    fc.assert(fc.property(part, part, part, part, (a, b, c, d) => (rowOf(fill(a, b)).unique_key === rowOf(fill(c, d)).unique_key) === (a === c && b === d)), {
      examples: [['a/b', 'c', 'a', 'b/c'], ['a%2Fb', 'c', 'a/b', 'c'], ['a%252Fb', 'c', 'a%2Fb', 'c']],
    })
  })

  it('of another account is refused', () => {
    for (const change of [intentOpened('a'), fillBooked('1'), ledgerPosted('1'), SAMPLES['trade-closed']]) expect(() => toRow(change, 'sim:demo:8')).toThrow(/sim:demo:5.*sim:demo:8/)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0.1, 2 ** 53])('with %d in it is refused: a journal is exact', (realized) => {
    expect(() => rowOf({ ...fillBooked('1'), realized: realized as never })).toThrow(/exact integers.*realized/)
  })
})

describe('an older form', () => {
  const upcasts: Upcasts = {
    ...noUpcasts,
    'latch-set': [({ name, ...rest }) => ({ ...rest, latch: name }), (payload) => ({ reason: 'not recorded', ...payload })],
  }
  const row = rowOf(latchSet('a'))

  it('is read as the present one, step by step from its version', () => {
    const present = { kind: 'latch-set', time: row.time, latch: 'daily-loss', reason: 'not recorded' }
    expect(fromRow({ ...row, version: 1, payload: '{"name":"daily-loss"}' }, upcasts)).toEqual(present)
    expect(fromRow({ ...row, version: 2, payload: '{"latch":"daily-loss"}' }, upcasts)).toEqual(present)
    expect(fromRow({ ...row, version: 3, payload: '{"latch":"daily-loss","reason":"known"}' }, upcasts)).toEqual({ ...present, reason: 'known' })
  })

  it('is never written', () => {
    expect(toRow(latchSet('a'), ACCOUNT, upcasts).version).toBe(3)
  })
})

describe('what version 1 wrote as a sentence, or left out', () => {
  const read = (kind: JournalledChange['kind'], payload: unknown): unknown => fromRow({ ...rowOf(SAMPLES[kind]), version: 1, payload: JSON.stringify(payload) })
  const { time } = SAMPLES['latch-set']

  it.each([
    ['latch-set', { latch: 'daily-loss', reason: 'a test set it' }, { latch: 'daily-loss', reason: { code: 'text', values: { text: 'a test set it' } } }],
    ['difference-found', { subject: 'wallet', detail: 'ours 1, venue 2' }, { subject: 'wallet', reason: { code: 'text', values: { text: 'ours 1, venue 2' } } }],
    ['alarm-raised', { code: 'naked-position', detail: 'BTCUSDT' }, { code: 'naked-position', values: { instrument: 'BTCUSDT' } }],
    ['alarm-raised', { code: 'liquidation-distance', detail: 'BTCUSDT' }, { code: 'liquidation-distance', values: { instrument: 'BTCUSDT' } }],
    ['alarm-raised', { code: 'custody-restless', detail: 'BTCUSDT' }, { code: 'custody-restless', values: { instrument: 'BTCUSDT' } }],
    ['alarm-raised', { code: 'exit-refused', detail: 'pe-1.s1: more-than-held' }, { code: 'exit-refused', values: { order: 'pe-1.s1', refusal: 'more-than-held' } }],
    ['alarm-raised', { code: 'naked', detail: 'BTCUSDT' }, { code: 'naked', values: { text: 'BTCUSDT' } }],
    ['day-opened', { day: 20_413, openingEquity: 1_000 }, { boundary: 'utc', day: 20_413, openingEquity: 1_000 }],
  ] as const)('is read as it is now: %s %j', (kind, written, present) => {
    expect(read(kind, written)).toStrictEqual({ kind, time, ...present })
  })
})

describe('a row that cannot be understood is refused by name', () => {
  const row = rowOf(latchSet('a'))

  it.each([
    ['an unknown kind', { kind: 'order-teleported' }, 'newer', /order-teleported.*Update/],
    ['a kind that only sounds known', { kind: 'constructor' }, 'newer', /constructor/],
    ['a newer version', { version: 3 }, 'newer', /latch-set.*version 3.*up to 2.*Update/],
    ['a version that cannot be', { version: 0 }, 'newer', /version 0/],
    ['a text that is not JSON', { payload: '{"latch":' }, 'corrupt', /latch-set.*haetae restore/],
    ['JSON that is no object', { payload: '[1]' }, 'corrupt', /latch-set/],
  ])('%s', (_name, part, code, says) => {
    expect(refusalOf(() => fromRow({ ...row, ...part }))).toMatchObject({ code, message: expect.stringMatching(says) })
  })
})

const accountOf = (change: JournalledChange): string => {
  if ('order' in change) return change.order.accountId
  if ('entry' in change) return change.entry.accountId
  if ('trade' in change) return change.trade.accountId
  return 'accountId' in change ? change.accountId : ACCOUNT
}

function anyLike(sample: unknown, whole: fc.Arbitrary<number>, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  if (typeof sample === 'number') return whole
  if (typeof sample === 'string') return text
  if (typeof sample !== 'object' || sample === null) return fc.constant(sample)
  return fc.record(Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, anyLike(value, whole, text)])), { noNullPrototype: true })
}
