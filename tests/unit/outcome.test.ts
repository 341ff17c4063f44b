import { expect, it } from 'vitest'
import type { Decision } from '../../src-shared/domain/decision.ts'
import { OutcomeRecorder } from '../../src-main/reports/outcome.ts'
import { decisionAt } from '../support/storage-samples.ts'

const hashOf = (decision: Decision): string | null => {
  const outcome = new OutcomeRecorder()
  outcome.publish([{ kind: 'decision-made', time: decision.asOf, decision }])
  return outcome.outcome().decisionHash
}
const decision = decisionAt(100, 'a')
const withLong = (changes: object): Decision => ({ ...decision, long: { ...decision.long!, ...changes } })

it('hashes a decision without what is in its values already', () => {
  const { grossValue: _, feeCost: __, slippageCost: ___, ...long } = decision.long!
  expect(hashOf({ ...decision, long: long as never })).toBe(hashOf(decision))
  expect(hashOf(withLong({ grossValue: 1, feeCost: null, slippageCost: 2 }))).toBe(hashOf(decision))
  expect(hashOf(decision)).toBe('10731d563be7089093a011356cee04da98f7a9e33997ae622ccfd147b8345e82')
})

it('hashes every other bit of it, but for the account', () => {
  expect(hashOf({ ...decision, accountId: 'sim:replay:1' })).toBe(hashOf(decision))
  for (const other of [withLong({ expectedValue: 0.3 }), withLong({ fundingCost: 1e-9 }), { ...decision, reason: 'no-edge' }, { ...decision, features: [0.25, 0, 0] }, { ...decision, guards: [] }]) expect(hashOf(other)).not.toBe(hashOf(decision))
})

it('leaves decisions unhashed when told to, and orders as they were', () => {
  const [hashed, unhashed] = [new OutcomeRecorder(), new OutcomeRecorder({ decisionHash: false })]
  for (const recorder of [hashed, unhashed]) recorder.publish([{ kind: 'decision-made', time: decision.asOf, decision }])
  expect(unhashed.outcome()).toEqual({ ...hashed.outcome(), decisionHash: null })
})
