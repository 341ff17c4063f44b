import { afterEach, describe, expect, it } from 'vitest'
import { feedsOf, worstFeed, type FeedFacts } from '../../src-renderer/app/bar/feed-state.ts'
import { countdown } from '../../src-renderer/format/time.ts'
import { setLanguage } from '../../src-renderer/i18n/text.ts'
import { ageOf, AS_IT_IS, engineNow } from '../../src-renderer/stores/engine-time.ts'

afterEach(() => setLanguage('en'))

/** Heard at 1,000 of this computer's clock, when the engine's said 500,000. */
const heard = { time: 500_000, at: 1_000 }

describe('the engine’s time', () => {
  it('goes on between two messages as fast as the engine’s', () => {
    expect(engineNow(heard, AS_IT_IS, 1_250)).toBe(500_250)
    expect(engineNow(heard, { speed: 60, paused: false }, 1_250)).toBe(515_000)
  })

  it('stands still while it is paused, and is not guessed when it runs as fast as it can', () => {
    expect(engineNow(heard, { speed: 60, paused: true }, 9_000)).toBe(500_000)
    expect(engineNow(heard, { speed: null, paused: false }, 9_000)).toBe(500_000)
  })

  it('never runs backwards when this computer’s clock is set back', () => {
    expect(engineNow(heard, AS_IT_IS, 400)).toBe(500_000)
  })
})

describe('an age', () => {
  it('is what the engine knew and the time since', () => {
    expect(ageOf(499_100, heard, AS_IT_IS, 3_000)).toBe(2_900)
  })

  it('does not run faster than ours, or a feed at 600 times real time would look dead between two messages', () => {
    expect(ageOf(499_900, heard, { speed: 600, paused: false }, 1_250)).toBe(350)
    expect(ageOf(499_900, heard, { speed: null, paused: false }, 1_250)).toBe(350)
    expect(ageOf(499_900, heard, { speed: 0.5, paused: false }, 1_250)).toBe(225)
  })

  it('does not grow while time stands still', () => {
    expect(ageOf(499_100, heard, { speed: 1, paused: true }, 99_000)).toBe(900)
  })

  it('is not known of what is not known, and never below zero', () => {
    expect(ageOf(null, heard, AS_IT_IS, 3_000)).toBeNull()
    expect(ageOf(500_900, heard, AS_IT_IS, 1_000)).toBe(0)
  })
})

describe('feeds', () => {
  const facts: FeedFacts = { market: 100, venue: 900, journal: 400, journalHealthy: true, venueHealthy: true, venueMayBeSilent: false, connected: true }
  const states = (change: Partial<FeedFacts>): string[] => feedsOf({ ...facts, ...change }).map(({ state }) => state)

  it('are fresh, late, dead or not heard of by their limits', () => {
    expect(states({})).toEqual(['fresh', 'fresh', 'fresh'])
    expect([2_999, 3_000, 9_999, 10_000].map((market) => states({ market })[0])).toEqual(['fresh', 'late', 'late', 'dead'])
    expect([14_999, 15_000, 30_000].map((venue) => states({ venue })[1])).toEqual(['fresh', 'late', 'dead'])
    expect(states({ market: null })[0]).toBe('unknown')
  })

  it('are not judged by silence where there is nothing to say, but by health', () => {
    expect(states({ venue: 900_000, venueMayBeSilent: true })[1]).toBe('fresh')
    expect(states({ venueHealthy: false, venueMayBeSilent: true })[1]).toBe('dead')
    expect(states({ journal: 900_000 })[2]).toBe('fresh')
    expect(states({ journalHealthy: false })[2]).toBe('dead')
  })

  it('are all dead without a connection', () => {
    expect(states({ connected: false })).toEqual(['dead', 'dead', 'dead'])
  })

  it('become one pill with the worst of them', () => {
    expect(worstFeed(feedsOf(facts))?.id).toBe('market')
    expect(worstFeed(feedsOf({ ...facts, market: 4_000, venue: 40_000 }))?.id).toBe('venue')
    expect(worstFeed(feedsOf({ ...facts, market: 4_000, journalHealthy: false }))?.id).toBe('journal')
  })
})

it('counts down to the second, and never below zero', () => {
  expect([134_001, 134_000, 3_722_000, 999, 0, -5].map(countdown)).toEqual(['2:15', '2:14', '1:02:02', '0:01', '0:00', '0:00'])
})
