import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { Inbox } from '../../src-main/engine/inbox.ts'

const kinds = ['candle-closed', 'venue-reported', 'person-asked', 'price-marked'] as const
const event = fc.record({ kind: fc.constantFrom(...kinds), time: fc.nat(4), instrument: fc.constantFrom('A', 'B') })

const taken = (inbox: Inbox): EngineEvent[] => {
  const all: EngineEvent[] = []
  while (inbox.nextTime < Infinity) all.push(...inbox.takeInstant())
  return all
}

it('gives events by time, then market before venue before the rest, then as they came; and of waiting prices only the newest', () => {
  fc.assert(fc.property(fc.array(event), (wanted) => {
    const inbox = new Inbox()
    const events = wanted.map(({ kind, time, instrument }, number) => ({ kind, time, number, mark: { instrumentId: instrument } }) as unknown as EngineEvent & { number: number; mark: { instrumentId: string } })
    for (const one of events) inbox.push(one)
    const kept = events.filter((one, i) => one.kind !== 'price-marked' || !events.slice(i + 1).some((later) => later.kind === 'price-marked' && later.mark.instrumentId === one.mark.instrumentId))
    const rank = ({ kind }: EngineEvent) => (kind === 'venue-reported' ? 1 : kind === 'person-asked' ? 2 : 0)
    expect(taken(inbox)).toEqual(kept.toSorted((a, b) => a.time - b.time || rank(a) - rank(b)))
  }))
})
