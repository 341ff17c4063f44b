import { describe, expect, it } from 'vitest'
import { topics } from '../../src-shared/contract/contract.ts'
import { LOG_CODES, TOLD_CODES, type ToldCode } from '../../src-shared/contract/told-codes.ts'
import type { LogRow } from '../../src-shared/contract/views.ts'
import { VOCABULARY } from '../../src-shared/contract/vocabulary.ts'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { DECISION_REASONS } from '../../src-shared/domain/decision-reason.ts'
import { ALARMS, REASONS, type Reason } from '../../src-shared/domain/reason.ts'
import { logRows } from '../../src-main/ipc/log-rows.ts'
import { GUARDS } from '../../src-main/risk/guards.ts'
import { btc } from '../support/instruments.ts'
import { RISK } from '../support/policy-cases.ts'
import { CALM } from '../support/risk-cases.ts'
import { allSamples, SAMPLES } from '../support/storage-samples.ts'

const knownInstrument = { instrument: () => btc, order: () => undefined }
const unknownInstrument = { instrument: () => undefined, order: () => undefined }

const reasonOf = (code: string, names: readonly string[]): Reason => ({ code, values: Object.fromEntries(names.map((name) => [name, `some ${name}`])) })
const reasons = Object.entries(REASONS).map(([code, names]) => reasonOf(code, names))
const alarms = Object.entries(ALARMS).map(([code, names]) => reasonOf(code, names))
const fill = SAMPLES['fill-booked']
const posted = SAMPLES['ledger-posted']

/** Every kind, and each of the ways in which one is told. */
const CHANGES: readonly JournalledChange[] = [
  ...allSamples(),
  { ...fill, realized: -5 as never },
  ...(['transfer', 'funding', 'liquidation-fee', 'realized', 'fee'] as const).map((kind): JournalledChange => ({ ...posted, entry: { ...posted.entry, kind } })),
  { ...posted, entry: { ...posted.entry, kind: 'funding', amount: 7 as never } },
  { ...SAMPLES['trading-switched'], on: false },
  { ...SAMPLES['models-chosen'], models: null },
  { ...SAMPLES.reconciled, differences: 2 },
  ...reasons.map((reason): JournalledChange => ({ ...SAMPLES['latch-set'], reason })),
  ...reasons.map((reason): JournalledChange => ({ ...SAMPLES['difference-found'], reason })),
  ...alarms.map((alarm): JournalledChange => ({ ...SAMPLES['alarm-raised'], ...alarm })),
  { ...SAMPLES['alarm-raised'], code: 'of-another-version', values: { text: 'BTCUSDT' } },
]
const rows: readonly LogRow[] = [knownInstrument, unknownInstrument].flatMap((known) => CHANGES.flatMap((change) => logRows(change, known)))

describe('what is told', () => {
  it('has exactly the values that the table names', () => {
    for (const { code, values } of rows) expect([code, Object.keys(values).toSorted()]).toEqual([code, [...(TOLD_CODES[code as ToldCode] ?? ['not in the table'])].toSorted()])
  })

  it('is what the contract lets through', () => {
    for (const row of rows) expect(topics.log.safeParse(row).error, row.code).toBeUndefined()
  })

  it('leaves no code of the log unused', () => {
    const said = new Set(rows.map(({ code }) => code))
    expect(Object.keys(LOG_CODES).filter((code) => !said.has(code))).toEqual([])
  })

  it('is silent only where other rows tell it', () => {
    const silent = allSamples().filter((change) => logRows(change, knownInstrument).length === 0).map((change) => change.kind)
    expect(silent).toEqual(['ledger-posted', 'high-water-raised'])
  })

  it('says why a latch was set, then that it was', () => {
    expect(logRows(SAMPLES['latch-set'], knownInstrument)).toMatchObject([
      { level: 'alarm', code: 'lost-of-day', values: { lostPercent: '2.04', limitPercent: '2.00' } }, { level: 'alarm', code: 'latch-set', values: { latch: 'daily-loss' } },
    ])
  })

  it('writes numbers as exact decimals of the instrument', () => {
    expect(logRows(fill, knownInstrument)).toMatchObject([{ code: 'fill-booked', values: { instrument: 'BTCUSDT', side: 'buy', quantity: '0.012', price: '95000', fee: '0.00000456', asset: 'USDT' } }])
    expect(logRows({ ...SAMPLES['foreign-quantity-seen'] }, knownInstrument)).toMatchObject([{ level: 'warn', values: { instrument: 'ETHUSDT', quantity: '-0.005' } }])
  })

  it('never uses one code for two things', () => {
    const tables = [Object.keys(REASONS), Object.keys(LOG_CODES)]
    expect(tables[0]!.filter((code) => tables[1]!.includes(code))).toEqual([])
  })
})

describe('the vocabulary', () => {
  it('has every guard', () => {
    const names = ['entry-form', ...GUARDS.map((guard) => guard(CALM, RISK).guard)]
    expect(Object.keys(VOCABULARY.guard).toSorted()).toEqual(names.toSorted())
  })

  it('has every reason of a decision', () => {
    expect(Object.keys(VOCABULARY.reason)).toEqual(expect.arrayContaining(Object.keys(DECISION_REASONS)))
  })
})
