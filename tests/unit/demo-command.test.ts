import { expect, it } from 'vitest'
import { UsageError } from '../../src-main/commands/command.ts'
import { demoBeginning } from '../../src-main/commands/demo-command.ts'
import { replayBeginning } from '../../src-main/commands/replay-host.ts'

it('begins a demo with several strategies and the day of Korea where that is asked for, and says nothing of either where not', () => {
  expect(demoBeginning({ strategy: 'perp-ev,perp-ev-v1', day: 'kst' })).toMatchObject({ strategyId: 'perp-ev,perp-ev-v1', dayBoundary: 'kst' })
  expect(Object.keys(demoBeginning({ day: 'utc' })).toSorted()).toEqual(['opening', 'trading'])
  expect(replayBeginning({ instrument: 'BTCUSDT', strategy: 'perp-ev-v1,perp-ev' })).toMatchObject({ strategyId: 'perp-ev-v1,perp-ev' })
})

it.each([[{ strategy: 'perp-ev,nothing' }, /perp-ev,nothing/], [{ strategy: 'perp-ev,perp-ev' }, /each once/], [{ strategy: '' }, /takes/], [{ day: 'jst' }, /jst/]])('refuses %j', (values, message) => {
  expect(() => demoBeginning(values)).toThrow(UsageError)
  expect(() => demoBeginning(values)).toThrow(message)
})
