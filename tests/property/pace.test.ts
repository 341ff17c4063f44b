import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MarketPacer, type PaceWish } from '../../src-main/modes/pacer.ts'
import { Rig, STEPS_PER_CANDLE } from '../support/desk-rig.ts'
import { settled, VirtualTime } from '../support/virtual-time.ts'

const STEPS = 6 * STEPS_PER_CANDLE

const wish = fc.oneof<fc.Arbitrary<PaceWish>[]>(
  fc.constantFrom<PaceWish>({ kind: 'play' }, { kind: 'pause' }, { kind: 'step' }, { kind: 'next-decision' }),
  fc.constantFrom<PaceWish>({ kind: 'speed', speed: 1 }, { kind: 'speed', speed: 300 }, { kind: 'speed', speed: 100_000 }, { kind: 'speed', speed: null }),
)
/** What a person does, and how long in real milliseconds until the next thing. */
const evening = fc.array(fc.tuple(wish, fc.integer({ min: 0, max: 60_000 })), { maxLength: 12 })

/** The rig's whole record of what was decided, under somebody's hands. */
async function decided(doings: readonly (readonly [PaceWish, number])[] | undefined): Promise<string> {
  const time = new VirtualTime()
  const pacer = doings && new MarketPacer(time, time, 60)
  const rig = new Rig(pacer ? { pacer } : {})
  try {
    await rig.start()
    const gone = rig.go(STEPS)
    for (const [done, afterMs] of doings ?? []) {
      pacer?.wish(done)
      await time.pass(afterMs)
    }
    pacer?.wish({ kind: 'speed', speed: null })
    pacer?.wish({ kind: 'play' })
    let isOver = false
    void gone.finally(() => (isOver = true))
    while (!isOver) await (pacer ? time.pass(100) : settled())
    return JSON.stringify(rig.changes)
  } finally {
    rig.close()
  }
}

it('decides the same however simulated time is held, hurried and stepped through', async () => {
  const unpaced = await decided(undefined)
  expect(unpaced).toContain('intent-opened')
  await fc.assert(fc.asyncProperty(evening, async (doings) => (await decided(doings)) === unpaced), { numRuns: 12 })
}, 120_000)
