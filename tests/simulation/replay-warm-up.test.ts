import { expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import { DAY_MS, HOUR_MS } from '../../src-shared/domain/units.ts'
import { openReplay } from '../../src-main/host/open-replay.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { record } from '../support/recorded.ts'

const START = 1_672_531_200_000
const FROM = START + 17 * DAY_MS

/** What is decided in the first hour of days that a person replays, and where the replay says that they begin. */
async function firstHour(trading: boolean): Promise<{ readonly reasons: readonly string[]; readonly from: number | null }> {
  const recording = await record(18, 1)
  const { instruments } = await recording.run()
  recording.archive.close()
  const seen: Extract<Change, { kind: 'decision-made' }>[] = []
  const publish = (changes: readonly Change[]): void => void seen.push(...changes.filter((change) => change.kind === 'decision-made'))
  const silent = { publish: () => undefined }
  const launcher = { launch: () => { throw new Error('a replay needs no process of its own') } }
  const opened = await openReplay(
    { mode: 'replay', instruments: instruments.map(({ instrumentId }) => instrumentId), from: FROM, to: FROM + HOUR_MS, speed: null },
    { trading, paused: false }, { place: { home: recording.home, root: '.' }, launcher, clock: new ManualClock(), publisher: { publish }, past: silent, unwell: [], step: () => undefined, notice: () => undefined },
  )
  await opened.mode.ended
  const { from } = opened.mode.pace.view()
  await opened.close()
  recording.close()
  return { reasons: seen.filter(({ decision }) => decision.asOf > FROM).map(({ decision }) => decision.reason), from }
}

it.each([['looks at', false], ['lets trade unasked', true]])('decides from the first candle of the days that a person %s, since what features need is known from before', async (_, trading) => {
  const { reasons, from } = await firstHour(trading)
  expect(from).toBe(FROM)
  expect(reasons.length).toBe(12)
  expect(reasons.filter((reason) => reason === 'barrier-unknown' || reason === 'forecast-missing' || reason === 'funding-unknown')).toEqual([])
})
