import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** The file and the title of a test, as it is written there. */
type Covered = readonly [file: string, title: string]
/** What is not built yet, and where the test will stand beside it. */
interface Later {
  readonly later: string
  /** A folder or file that will be there then; while it is not, neither can the trap be. */
  readonly notYet: string
}

const FEATURES = 'tests/unit/feature-traps.test.ts'
const GUARDS = 'tests/unit/guards.test.ts'
const ORDERS = 'tests/simulation/order-path-traps.test.ts'

/** What naive versions of such a program get wrong, and what holds this one to better. */
const TRAPS: Readonly<Record<string, readonly Covered[] | Later>> = {
  'purge shorter than the label horizon': { later: 'walk-forward folds: each cut is purged by the real end of the labels', notYet: 'src-main/training/folds.ts' },
  'entry at the same close that made the signal': [
    ['tests/unit/labels.test.ts', 'enters at the next open, never at the close that made the signal: 95 after a close of 98'],
    ['tests/unit/simulation.test.ts', 'shows the engine nothing of a candle before it closes'],
  ],
  'funding as |rate| pro rata': [
    [FEATURES, 'funding keeps its sign'],
    ['tests/unit/policy.test.ts', 'is received by longs when the rate is negative'],
    ['tests/unit/simulated-venue-market.test.ts', 'takes funding from the isolated wallet of holders, once a settlement'],
    ['tests/unit/simulated-venue-market.test.ts', 'pays a short what a long would pay, cuts it at eight decimals, and asks nobody who holds nothing'],
  ],
  'ADX scaled by 14': [[FEATURES, 'ADX is a mean of 14 and not their sum: never above 100, and not stuck near 0']],
  'raw MACD across instruments': [
    [FEATURES, 'raw averages, bands and MACD never reach a model, whatever the instrument'],
    [FEATURES, 'no input of a model has the scale of prices or volumes: the same market in other units gives the same'],
  ],
  'equal-time join of funding': [[FEATURES, 'funding is joined by what was known, not by equal times: no close before its settlement sees it, all after it do']],
  'missing filled with 0': [
    [FEATURES, 'a rate that is not known is missing, not 0, and a rate of 0 is 0'],
    [FEATURES, 'a candle without movement leaves ratios missing, never 0 and never infinite'],
  ],
  'margin use computed from notional': [[GUARDS, 'a notional of twice the balance at 3 × leverage']],
  'daily loss against a fixed 10,000': [[GUARDS, '2 % of a small account, not of 10,000'], [GUARDS, '200 of a large account']],
  '"no row → allowed" in guards': [
    ['tests/property/risk.test.ts', 'refuses an entry that nothing else speaks against when %s is not known'],
    [GUARDS, 'each have a case that allows, one that refuses, and one of the unknown'],
  ],
  'quantity by round(x, 3)': [['tests/unit/sizing.test.ts', 'rounds the quantity down to the step, where rounding to three places would exceed the limit']],
  'STOP_MARKET on the plain order route': [[ORDERS, 'closes what it holds where the venue takes no stop (%s), as one that wants them on another route, and enters no more']],
  '1 s sleep, then "FILLED"': [[ORDERS, 'takes an entry for filled when the venue says so, and not because time has passed']],
  'ignoring the leverage call’s error': [[ORDERS, 'names a leverage that the venue did not take over, and opens nothing more']],
  'last fold called "the" result': { later: 'the report of a training run: per fold and pooled', notYet: 'src-main/training/folds.ts' },
  'loss of fills while the stream reconnects': [
    [ORDERS, 'books what was executed while it heard nothing, once, and from the venue’s own list'],
    ['tests/simulation/order-path.test.ts', 'finds an entry that was executed though every answer to it was lost, books its fill and protects it'],
    ['tests/simulation/venue-process.test.ts', 'brings orders out as unknown when the link dies, and trades again after reconnecting'],
  ],
}

describe.each(Object.entries(TRAPS))('the trap: %s', (_, held) => {
  if ('later' in held) {
    it(`waits for ${held.later}`, () => {
      expect(existsSync(held.notYet)).toBe(false)
    })
    return
  }
  it.each(held)('is held by %s: %s', (file, title) => {
    const source = readFileSync(file, 'utf8')
    // Titles with a quotation mark are written with the other kind.
    const at = source.indexOf(`'${title}'`)
    expect(at).toBeGreaterThan(-1)
    expect(source.slice(source.lastIndexOf('\n', at), at)).not.toMatch(/\.(skip|todo|fails)\b/)
  })
})
