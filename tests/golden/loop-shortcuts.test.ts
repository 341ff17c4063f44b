import { afterEach, expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { instrumentsInCare, settle } from '../../src-main/engine/settle.ts'
import { equity } from '../../src-main/engine/views.ts'
import { backtest } from '../../src-main/modes/recorded-run.ts'
import type { Outcome } from '../../src-main/reports/outcome.ts'
import { arithmeticRuntime, pinnedStrategy } from '../support/pinned-run.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'

const DAYS = 17
const START = 1_672_531_200_000 as TimeMs

const step = Reflect.get(Engine.prototype, 'step') as (this: Engine, event: EngineEvent, changes: Change[]) => Change[]
afterEach(() => {
  Engine.prototype.step = step
})

/** What the loop remembers so as not to work it out again is forgotten before every event, and custody looks at everything after it. */
function takeNoShortcuts(wrong: string[]): () => number {
  let steps = 0
  Engine.prototype.step = function slow(this: Engine, event, changes: Change[] = []): Change[] {
    const { state } = this
    steps++
    const known = state.knownEquity
    state.knownEquity = undefined
    if (known !== undefined && known !== equity(state)) wrong.push(`equity ${known} was remembered at ${event.time} and is ${equity(state)}`)
    state.judged.equity = null
    step.call(this, event, changes)
    // Whatever time alone brings about has its own event at this instant.
    if (state.wakeAt <= state.account.time) return changes
    const before = changes.length
    for (const instrumentId of instrumentsInCare(state)) settle(state, (change) => (state.apply(change), changes.push(change)), instrumentId)
    for (const change of changes.slice(before)) if (change.kind !== 'wake-requested') wrong.push(`custody had not seen to ${change.kind} at ${event.time}`)
    return changes
  }
  return () => steps
}

const sums = ({ decisions, decisionHash, trades, orderHash, netProfit }: Outcome) => ({ decisions, decisionHash, trades, orderHash, netProfit })

async function outcomeOf(recording: Recording, seed: number): Promise<ReturnType<typeof sums>> {
  const { archive, instruments } = await recording.run()
  const plain = pinnedStrategy(instruments.map(({ instrumentId }) => instrumentId), seed === 0 ? 'expected-value' : 'seeded-random')
  const config = { ...plain, policy: { ...plain.policy, seed } }
  return sums(await backtest({ archive, instruments, config, runtime: arithmeticRuntime, from: START, to: (START + DAYS * DAY_MS) as TimeMs, accountId: ACCOUNT, sessionId: 'shortcuts' }))
}

it('comes to the same when nothing is remembered and everything is looked at after every event', async () => {
  const recording = await record(DAYS, 3)
  try {
    for (const seed of [0, 1]) {
      const fast = await outcomeOf(recording, seed)
      const wrong: string[] = []
      const steps = takeNoShortcuts(wrong)
      expect(await outcomeOf(recording, seed)).toEqual(fast)
      Engine.prototype.step = step
      expect(wrong).toEqual([])
      expect(fast.trades).toBeGreaterThan(2)
      expect(steps()).toBeGreaterThan(3 * DAYS * 288)
    }
  } finally {
    recording.close()
  }
}, 120_000)
