import { expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Decision, DecisionPoint } from '../../src-shared/domain/decision.ts'
import { DecisionKeeper, type DecisionArchive } from '../../src-main/modes/decision-keeper.ts'
import { decisionAt } from '../support/storage-samples.ts'

const made = (...decisions: readonly Decision[]): Change[] => decisions.map((decision) => ({ kind: 'decision-made', time: decision.asOf, decision }))
const pointOf = ({ decisionId, asOf, action, reason }: Decision): DecisionPoint => ({ decisionId, asOf, action, reason, long: 0.1 + 0.2, short: null })
const [a, b, c, d] = [decisionAt(1, 'a'), decisionAt(2, 'b'), decisionAt(3, 'c'), decisionAt(4, 'd')] as const
const WHOLE = { instrumentId: 'BTCUSDT', from: 0, to: 100, limit: 10 }

const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Writes when it is let, one call after the other. */
function open() {
  const kept: Decision[] = []
  const writing: { readonly let: () => void; readonly fail: () => void }[] = []
  const archive: DecisionArchive = {
    putDecisions: async (decisions) => {
      await new Promise<void>((resolve, reject) => void writing.push({ let: resolve, fail: () => reject(new Error('the disk is full')) }))
      kept.push(...decisions)
    },
    decisionPoints: async ({ from, to }) => {
      await settled()
      return kept.filter(({ asOf }) => asOf >= from && asOf < to).map(pointOf)
    },
    decision: (asOf, decisionId) => Promise.resolve(kept.find((decision) => decision.asOf === asOf && decision.decisionId === decisionId)),
  }
  const failures: unknown[] = []
  const keeper = new DecisionKeeper(archive, (error) => void failures.push(error))
  return { keeper, kept, writing, failures }
}

it('gives what is written and what is still on its way there, once each and in order', async () => {
  const { keeper, kept, writing } = open()
  keeper.publish(made(a, b))
  keeper.publish(made(c))
  keeper.publish(made({ ...d, instrumentId: 'ETHUSDT' }))
  await settled()
  expect(await keeper.points(WHOLE)).toEqual([a, b, c].map(pointOf))
  expect(await keeper.find(3, 'c')).toBe(c)
  writing[0]!.let()
  await settled()
  expect(kept).toEqual([a, b])
  expect(await keeper.points(WHOLE)).toEqual([a, b, c].map(pointOf))
  expect(await keeper.points({ ...WHOLE, from: 2, to: 3 })).toEqual([pointOf(b)])
  expect(await keeper.points({ ...WHOLE, limit: 2 })).toEqual([b, c].map(pointOf))
  expect(await keeper.find(1, 'a')).toBe(a)
})

it('gives a decision once that is written while it is asked for', async () => {
  const { keeper, writing } = open()
  keeper.publish(made(a))
  await settled()
  const asked = keeper.points(WHOLE)
  writing[0]!.let()
  expect(await asked).toEqual([pointOf(a)])
  await settled()
  expect(await keeper.points(WHOLE)).toEqual([pointOf(a)])
})

it('tells once that it cannot write, and goes on', async () => {
  const { keeper, kept, writing, failures } = open()
  keeper.publish(made(a))
  keeper.publish(made(b))
  keeper.publish(made(c))
  await settled()
  writing[0]!.fail()
  await settled()
  writing[1]!.fail()
  await settled()
  writing[2]!.let()
  await keeper.settled()
  expect([failures, kept]).toEqual([[new Error('the disk is full')], [c]])
})
