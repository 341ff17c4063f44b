import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { HOUR_MS, type Amount, type Rate } from '../../src-shared/domain/units.ts'
import type { VenueSettings } from '../../src-main/venue/simulated/venue-state.ts'
import { withFeeTier } from '../../src-main/venue/recorded/fee-tiers.ts'
import { btc } from './instruments.ts'

/** In whole units of money; a volume of 0 says that nothing was traded. */
export type Bar = readonly [open: number, high: number, low: number, close: number, volume?: number]

/** One market, what is wanted in it, and what a person with a pencil says it comes to. Times are seconds after the first bar opened. */
export interface HandCase {
  readonly name: string
  /** Null where the record has a gap. */
  readonly bars: readonly (Bar | null)[]
  /** Bars at whose close an entry is wanted. Barriers: stop at 1, take-profit at 2 average true ranges of an hour, which is 300 while it is quiet. */
  readonly signals: Readonly<Record<number, 'long' | 'short'>>
  /** One-minute bars by the number of the bar they make up. */
  readonly minutes?: Readonly<Record<number, readonly Bar[]>>
  /** The mark price by the number of the bar; of the others it is not known. */
  readonly marks?: Readonly<Record<number, Bar>>
  /** Settlements. One of rate 0 lies eight hours before the first bar unless the instrument's are assumed. */
  readonly funding?: readonly { readonly at: number; readonly rate: number; readonly hours: number }[] | 'assumed'
  readonly instrument?: Instrument
  readonly venue?: Partial<VenueSettings>
  readonly config?: (config: StrategyConfig) => StrategyConfig
  readonly expected: HandOutcome
}

export interface HandOutcome {
  /** 'purpose side quantity price second fee'; the venue's own closes have their id for a purpose. */
  readonly fills: readonly string[]
  /** 'second amount'. */
  readonly funding?: readonly string[]
  readonly liquidationFees?: readonly string[]
  /** 'side reason net'. */
  readonly trades: readonly string[]
  /** 'purpose reason detail', without what is said twice running. */
  readonly refused?: readonly string[]
  /** Why there was no entry where one was wanted. */
  readonly flat?: readonly string[]
  readonly wallet: string
}

/** First bar: 07:00 UTC after seventeen days of quiet bars. */
export const QUIET: Bar = [60_000, 60_150, 59_850, 60_000]
/** Stays at its open for the first hundred seconds, for nobody and for a long. */
const RISES: Bar = [60_000, 60_150, 60_000, 60_000]
/** The same for nobody and for a short. */
const FALLS: Bar = [60_000, 60_000, 59_850, 59_900]

const times = (count: number, bar: Bar): Bar[] => Array.from({ length: count }, () => bar)
const still = (price: number): Bar => [price, price, price, price, 0]
const usdt = (whole: number): Amount => (whole * 100_000_000) as Amount
const version = btc.versions[0]!
const within = (rules: Partial<typeof version.rules>): Instrument => ({ ...btc, versions: [{ ...version, rules: { ...version.rules, ...rules } }] })
const hours = (horizon: number) => (config: StrategyConfig): StrategyConfig => ({ ...config, labelSpec: { ...config.labelSpec, horizon } })
const capped = (cap: number) => (config: StrategyConfig): StrategyConfig => ({ ...config, policy: { ...config.policy, notionalCap: usdt(cap) } })
/** Barriers so far away that the venue liquidates first. */
const unprotected = (cap: number) => (config: StrategyConfig): StrategyConfig => ({ ...capped(cap)(config), labelSpec: { ...config.labelSpec, stopAtr: 26, takeProfitAtr: 52 } })

/** Decided 40 ms after the close, at the venue 60 ms later: 6,000 ÷ 60,000 = .1 for 6,000 × .05 % = 3. */
const LONG = 'open buy 0.1 60000 300.1 3'
const SHORT = 'open sell 0.1 60000 300.1 3'
/** Down 400 in a hundred seconds, up 1,100 in the next: the stop at 59,700 after 75 s. */
const BOTH: Bar = [60_000, 60_700, 59_600, 60_000]
/** .1 × −300, and 5,970 × .05 %: 10,000 − 3 − 30 − 2.985. */
const STOPPED = { fills: [LONG, 'protect sell 0.1 59700 675 2.985'], trades: ['long stop -35.985'], wallet: '9964.015' }
/** .1 × 600, and 6,060 × .05 %: 10,000 − 3 + 60 − 3.03; the take-profit of 60,600 is met at once, when the bar opens there. */
const TARGET: Bar = [60_600, 60_600, 60_600, 60_600]
const targetAt = (second: number): string => `take-profit sell 0.1 60600 ${second} 3.03`

export const HAND_CASES: readonly HandCase[] = [
  { name: 'the stop comes first when one candle reaches both', bars: [QUIET, RISES, BOTH, QUIET], signals: { 0: 'long' }, expected: STOPPED },
  {
    name: 'the minutes inside of it say otherwise',
    bars: [QUIET, RISES, BOTH, QUIET], signals: { 0: 'long' },
    minutes: { 2: [[60_000, 60_700, 60_000, 60_100], [60_100, 60_100, 59_600, 59_900], [59_900, 60_000, 59_900, 60_000], [60_000, 60_000, 60_000, 60_000], [60_000, 60_000, 60_000, 60_000]] },
    // From second 20 of the minute on up 700 in 20 s: 600 of them after 17.143 s.
    expected: { fills: [LONG, targetAt(637.143)], trades: ['long take-profit 53.97'], wallet: '10053.97' },
  },
  {
    name: 'four of the five minutes say nothing',
    bars: [QUIET, RISES, BOTH, QUIET], signals: { 0: 'long' },
    minutes: { 2: [[60_000, 60_700, 60_000, 60_100], [60_100, 60_100, 59_600, 59_900], [59_900, 60_000, 59_900, 60_000], [60_000, 60_000, 60_000, 60_000]] },
    expected: STOPPED,
  },
  {
    name: 'a short meets the high first',
    bars: [QUIET, FALLS, [59_900, 60_400, 59_300, 59_900], QUIET], signals: { 0: 'short' },
    // Stop at 60,300: up 500 in a hundred seconds, 400 of them in 80. .1 × −300; 6,030 × .05 %.
    expected: { fills: [SHORT, 'protect buy 0.1 60300 680 3.015'], trades: ['short stop -36.015'], wallet: '9963.985' },
  },
  {
    name: 'a gap through the stop is filled where trading goes on',
    bars: [QUIET, RISES, [59_400, 59_500, 59_300, 59_450]], signals: { 0: 'long' },
    // .1 × −600; 5,940 × .05 %.
    expected: { fills: [LONG, 'protect sell 0.1 59400 600 2.97'], trades: ['long stop -65.97'], wallet: '9934.03' },
  },
  {
    name: 'a gap through the take-profit is filled where trading goes on',
    bars: [QUIET, RISES, [60_900, 60_900, 60_800, 60_900]], signals: { 0: 'long' },
    // .1 × 900; 6,090 × .05 %.
    expected: { fills: [LONG, 'take-profit sell 0.1 60900 600 3.045'], trades: ['long take-profit 83.955'], wallet: '10083.955' },
  },
  {
    name: 'a stop waits for the mark price, whatever trades do',
    bars: [QUIET, RISES, [60_000, 60_050, 59_600, 60_000], TARGET], marks: { 2: [60_000, 60_100, 59_750, 60_000] }, signals: { 0: 'long' },
    expected: { fills: [LONG, targetAt(900)], trades: ['long take-profit 53.97'], wallet: '10053.97' },
  },
  {
    name: 'the mark price triggers a stop, and trades fill it',
    bars: [QUIET, RISES, [60_050, 60_050, 59_050, 60_050]], marks: { 2: [60_000, 60_000, 59_000, 60_000] }, signals: { 0: 'long' },
    // The mark falls 1,000 in a hundred seconds: 300 in 30. Trades are at 60,050 − 300 then: .1 × −250, 5,975 × .05 %.
    expected: { fills: [LONG, 'protect sell 0.1 59750 630 2.9875'], trades: ['long stop -30.9875'], wallet: '9969.0125' },
  },
  {
    name: 'an entry is filled after the next open, never at the close that made the signal',
    bars: [QUIET, [60_300, 60_400, 60_300, 60_300], [60_300, 60_300, 59_900, 59_900]], signals: { 0: 'long' },
    // Mark 60,300: 6,000 buy .099 for 5,969.70. 300 ÷ 60,300 as a rate is .00497512, so the stop is 299.99 below, at the tick above: 60,000.1.
    // Down 400 in a hundred seconds: 299.9 of them in 74.975. .099 × 60,000.1 = 5,940.0099; fees 2.98485 and 2.97000495 (cut).
    expected: { fills: ['open buy 0.099 60300 300.1 2.98485', 'protect sell 0.099 60000.1 674.975 2.97000495'], trades: ['long stop -35.64495495'], wallet: '9964.35504505' },
  },
  {
    name: 'latency and spread make an entry and a stop worse',
    bars: [QUIET, QUIET, [60_000, 60_000, 59_600, 59_600]], signals: { 0: 'long' }, venue: { halfSpread: 10_000 as Rate },
    // After 100 ms of a fall of 150 in 100 s the mark is 59,999.85; .01 % of it more is 60,005.84, at the tick above 60,005.9.
    // At the stop the bid is 59,700 − 5.97, at the tick below 59,694. 5,969.40 − 6,000.59 = −31.19; fees 3.000295 and 2.9847.
    expected: { fills: ['open buy 0.1 60005.9 300.1 3.000295', 'protect sell 0.1 59694 675 2.9847'], trades: ['long stop -37.174995'], wallet: '9962.825005' },
  },
  {
    name: 'what is still held at the end of the horizon goes at the next open',
    bars: [QUIET, RISES, ...times(10, QUIET), [60_000, 60_150, 59_850, 60_100], [60_100, 60_150, 60_100, 60_100]], signals: { 0: 'long' }, config: hours(1),
    // Due an hour after the signal's close, at the venue 60 ms later. .1 × 100; 6,010 × .05 %.
    expected: { fills: [LONG, 'reduce sell 0.1 60100 3900.06 3.005'], trades: ['long time-exit 3.995'], wallet: '10003.995' },
  },
  {
    name: 'a long pays a positive rate, every eight hours',
    bars: [QUIET, ...times(12, RISES), TARGET], signals: { 0: 'long' }, funding: [{ at: 3_600, rate: 10_000, hours: 8 }],
    // .1 × 60,000 × .01 %.
    expected: { fills: [LONG, targetAt(3_900)], funding: ['3600 -0.6'], trades: ['long take-profit 53.37'], wallet: '10053.37' },
  },
  {
    name: 'a long is paid at a negative rate, every four hours, some milliseconds late',
    bars: [QUIET, ...times(11, RISES), QUIET, TARGET], signals: { 0: 'long' }, funding: [{ at: 3_600.029, rate: -12_345, hours: 4 }],
    // 29 ms into a fall of 150 in 100 s the mark is 59,999.96. 5,999.996 × .012345 % = .7406995062, cut.
    expected: { fills: [LONG, targetAt(3_900)], funding: ['3600.029 0.7406995'], trades: ['long take-profit 54.7106995'], wallet: '10054.7106995' },
  },
  {
    name: 'a short is paid a positive rate and pays a negative one, every hour',
    bars: [QUIET, ...times(24, FALLS), [59_400, 59_400, 59_400, 59_400]], signals: { 0: 'short' },
    funding: [{ at: 3_600, rate: 10_000, hours: 1 }, { at: 7_200, rate: -20_000, hours: 1 }],
    // At the instant itself the mark is where the candle before has ended: .1 × 59,900 × .01 % and × .02 %. The take-profit is 59,400: .1 × 600, 5,940 × .05 %.
    expected: { fills: [SHORT, 'take-profit buy 0.1 59400 7500 2.97'], funding: ['3600 0.599', '7200 -1.198'], trades: ['short take-profit 53.431'], wallet: '10053.431' },
  },
  {
    name: 'settlements follow the interval that is in force',
    bars: [QUIET, ...times(30, RISES), TARGET], signals: { 0: 'long' }, funding: 'assumed',
    // Assumed at .01 %: at 08:00 by the old interval; from 08:30 on every hour, so at 09:00. The position is gone before 10:00.
    instrument: { ...btc, versions: [version, { ...version, validFrom: (1_672_531_200_000 + (17 * 24 + 8.5) * HOUR_MS) as never, fundingIntervalMs: HOUR_MS }] },
    expected: { fills: [LONG, targetAt(9_300)], funding: ['3600 -0.6', '7200 -0.6'], trades: ['long take-profit 52.77'], wallet: '10052.77' },
  },
  {
    name: 'whoever enters at the instant of a settlement does not pay, whoever leaves right after it does',
    bars: [QUIET, RISES, ...times(10, QUIET), [60_000, 60_150, 59_850, 60_100], [60_100, 60_150, 60_100, 60_100]], signals: { 0: 'long' }, config: hours(1),
    venue: { latency: { toVenueMs: 0, fromVenueMs: 0, jitterMs: 0 } },
    funding: [{ at: 300.04, rate: 10_000, hours: 1 }, { at: 3_900, rate: 10_000, hours: 1 }],
    // .1 × 60,100 × .01 %.
    expected: { fills: ['open buy 0.1 60000 300.04 3', 'reduce sell 0.1 60100 3900 3.005'], funding: ['3900 -0.601'], trades: ['long time-exit 3.394'], wallet: '10003.394' },
  },
  {
    name: 'a small position is liquidated as a whole',
    bars: [QUIET, RISES, [60_000, 60_000, 54_000, 54_000]], signals: { 0: 'long' }, config: unprotected(6_000),
    // (600 − 6,000) ÷ (.1 × −.996) = 54,216.87: down 6,000 in a hundred seconds, 5,783.13 of them in 96.386. Sold at 54,216.8: 600 − 578.32 = 21.68 are
    // left, and 1.25 % of 5,421.68 would be 67.77.
    expected: { fills: [LONG, 'autoclose-1 sell 0.1 54216.8 696.386 0'], liquidationFees: ['-21.68'], trades: ['long liquidation -603'], wallet: '9397' },
  },
  {
    name: 'a large position is reduced to the bracket below before it goes as a whole',
    bars: [QUIET, RISES, [60_000, 60_000, 54_000, 54_000]], signals: { 0: 'long' }, config: unprotected(72_000),
    // 1.2 with 7,200 in the second bracket: (7,200 + 50 − 72,000) ÷ (1.2 × −.995) = 54,229.48, after 5,770.52 of 6,000: 96.176 s. 50,000 hold .922 there, so
    // .278 go at 54,229.4: −1,604.2268; 1.25 % of 15,075.7732 are 188.447165. 5,407.326035 stay with .922, which needs more: −5,320.4932 leave 86.832835.
    expected: {
      fills: ['open buy 1.2 60000 300.1 36', 'autoclose-1 sell 0.278 54229.4 696.176 0', 'autoclose-2 sell 0.922 54229.4 696.176 0'],
      liquidationFees: ['-188.447165', '-86.832835'], trades: ['long liquidation -7236'], wallet: '2764',
    },
  },
  {
    name: 'a large order is filled in parts, and its stop covers all of them',
    bars: [QUIET, RISES, BOTH, QUIET], signals: { 0: 'long' }, venue: { topOfBook: { least: usdt(2_000), most: usdt(2_000) } },
    // 2,000 hold .033 at 60,000 and at 59,700 alike: 1,980 and 1,970.10, three times, and .001.
    expected: {
      fills: [
        ...times(3, QUIET).map(() => 'open buy 0.033 60000 300.1 0.99'), 'open buy 0.001 60000 300.1 0.03',
        ...times(3, QUIET).map(() => 'protect sell 0.033 59700 675 0.98505'), 'protect sell 0.001 59700 675 0.02985',
      ],
      trades: ['long stop -35.985'], wallet: '9964.015',
    },
  },
  {
    name: 'fees are those of the account\'s level', bars: [QUIET, RISES, BOTH, QUIET], signals: { 0: 'long' }, instrument: withFeeTier(btc, 9),
    // .017 % of 6,000 and of 5,970.
    expected: { fills: ['open buy 0.1 60000 300.1 1.02', 'protect sell 0.1 59700 675 1.0149'], trades: ['long stop -32.0349'], wallet: '9967.9651' },
  },
  {
    name: 'less than the minimum notional is not wanted', bars: [QUIET, RISES, QUIET], signals: { 0: 'long' }, instrument: within({ notionalMin: usdt(100) }), config: capped(99),
    expected: { fills: [], trades: [], flat: ['too-small'], wallet: '10000' },
  },
  {
    name: 'less than the minimum notional is refused by the venue', bars: [QUIET, QUIET, QUIET], signals: { 0: 'long' }, instrument: within({ notionalMin: usdt(6_000) }),
    // Just enough at the decision; after 100 ms of a fall .1 × 59,999.85.
    expected: { fills: [], trades: [], refused: ['open filter notionalMin 6000: notional 5999.985'], wallet: '10000' },
  },
  {
    name: 'nothing is entered while the venue stands still', bars: [QUIET, ...times(3, still(60_000)), RISES], signals: { 0: 'long' },
    expected: { fills: [], trades: [], refused: ['open instrument-closed nothing is traded of BTCUSDT at present'], wallet: '10000' },
  },
  {
    name: 'nothing is entered on the close before a gap of the record', bars: [QUIET, null, QUIET, QUIET], signals: { 0: 'long' },
    // There is no price after the signal, and that of the last open is five minutes old.
    expected: { fills: [], trades: [], flat: ['refused'], wallet: '10000' },
  },
  {
    name: 'a stop that a gap of the record jumps past is filled behind it', bars: [QUIET, RISES, null, null, [59_400, 59_500, 59_300, 59_450]], signals: { 0: 'long' },
    expected: { fills: [LONG, 'protect sell 0.1 59400 1200 2.97'], trades: ['long stop -65.97'], wallet: '9934.03' },
  },
  {
    name: 'what is due in a gap of the record goes at the last known price',
    bars: [QUIET, RISES, ...times(10, QUIET), [60_000, 60_150, 59_850, 60_100], null, QUIET], signals: { 0: 'long' }, config: hours(1),
    expected: { fills: [LONG, 'reduce sell 0.1 60100 3900.06 3.005'], trades: ['long time-exit 3.995'], wallet: '10003.995' },
  },
  {
    name: 'what is due while the venue stands still goes when it trades again',
    bars: [QUIET, RISES, ...times(10, QUIET), [60_000, 60_150, 59_850, 60_100], ...times(3, still(60_100)), [60_100, 60_150, 60_100, 60_100]], signals: { 0: 'long' }, config: hours(1),
    // Tried again 1, 2, 4, 8, 16 and then every 30 s after each refusal, which takes 100 ms: the seventh leaves at 3,961.6, the thirty-fifth 28 × 30.1 s later.
    expected: {
      fills: [LONG, 'reduce sell 0.1 60100 4804.46 3.005'], trades: ['long time-exit 3.995'],
      refused: ['reduce instrument-closed nothing is traded of BTCUSDT at present'], wallet: '10003.995',
    },
  },
]
