import { describe, expect, it } from 'vitest'
import { chooseBanner, FROZEN_MS, isFrozen, SEVERITY, type BannerFacts } from '../../src-renderer/app/banner-choice.ts'

const CALM: BannerFacts = { connection: 'open', connectionMs: 60_000, exitsOnly: false, recentCrashes: 0, latches: [], marketMs: 100, stops: 2, unprotected: [], ended: false, inviting: false }
const naked = { instrumentId: 'AVAXUSDT', nakedMs: 4_200, seenMs: 1_500 }
/** Everything at once. */
const WORST: BannerFacts = { ...CALM, connection: 'locked', exitsOnly: true, recentCrashes: 3, latches: ['daily-loss'], marketMs: 48_000, unprotected: [naked], ended: true, inviting: true }

describe('the banner', () => {
  it('is not there while nothing is wrong', () => {
    expect(chooseBanner(CALM)).toBeNull()
  })

  it('is one at a time, what matters most first', () => {
    const steps: readonly Partial<BannerFacts>[] = [
      {}, { connection: 'lost' }, { connection: 'open' }, { unprotected: [] }, { exitsOnly: false }, { marketMs: 100 }, { latches: [] }, { ended: false }, { inviting: false },
    ]
    let facts = WORST
    const shown = steps.map((step) => chooseBanner((facts = { ...facts, ...step }))?.kind)
    expect(shown).toEqual(['locked', 'lost', 'unprotected', 'exits-only', 'frozen', 'latched', 'ended', 'invite', undefined])
  })

  it('grows no milder from one to the next', () => {
    const order = ['danger', 'warn', 'info']
    const severities = (['locked', 'lost', 'unprotected', 'exits-only', 'frozen', 'latched', 'ended', 'invite'] as const).map((kind) => order.indexOf(SEVERITY[kind]))
    expect(severities).toEqual(severities.toSorted((a, b) => a - b))
  })

  it('says nothing of the engine that an engine out of reach has said', () => {
    expect(chooseBanner({ ...WORST, connection: 'lost', connectionMs: 2_500 })).toEqual({ kind: 'lost', lostMs: 2_500, stops: 2 })
  })

  it('waits a moment for the first connection', () => {
    expect(chooseBanner({ ...CALM, connection: 'connecting', connectionMs: 1_900 })).toBeNull()
    expect(chooseBanner({ ...CALM, connection: 'connecting', connectionMs: 2_100 })).toEqual({ kind: 'connecting' })
  })

  it('leaves a new position the moment until its stop is known, then names all that are naked and the longest time', () => {
    expect(chooseBanner({ ...CALM, unprotected: [{ ...naked, seenMs: 900 }] })).toBeNull()
    expect(chooseBanner({ ...CALM, unprotected: [naked, { instrumentId: 'SOLUSDT', nakedMs: 9_000, seenMs: 8_000 }, { instrumentId: 'BTCUSDT', nakedMs: 200, seenMs: 200 }] }))
      .toEqual({ kind: 'unprotected', instruments: ['AVAXUSDT', 'SOLUSDT'], nakedMs: 9_000 })
  })
})

describe('frozen values', () => {
  it('are those of an engine out of reach, and of a market that is old', () => {
    expect(isFrozen(CALM)).toBe(false)
    expect((['connecting', 'lost', 'locked'] as const).map((connection) => isFrozen({ ...CALM, connection }))).toEqual([true, true, true])
    expect([isFrozen({ ...CALM, marketMs: FROZEN_MS - 1 }), isFrozen({ ...CALM, marketMs: FROZEN_MS })]).toEqual([false, true])
  })

  it('are not those of a market that has not spoken yet', () => {
    expect(isFrozen({ ...CALM, marketMs: null })).toBe(false)
  })
})
