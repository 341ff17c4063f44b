import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../../src-shared/domain/units.ts'
import type { SeededRandom } from '../../base/seeded-random.ts'
import { exp } from '../../math/elementary.ts'
import type { MarketProfile } from './seeded-market-instruments.ts'

/** The slow part of the market moves once a candle. docs/demo-market.md explains the model and every figure here. */
export const CANDLE_MS: number = 5 * MINUTE_MS

/** What all instruments share. */
export interface CommonState {
  /** 0 calm, 1 normal, 2 turbulent. */
  regime: number
  logVolatility: number
}

/** One instrument. `price` is a float in scaled units: it is the truth behind the quotes, and it is never an order's price. */
export interface InstrumentState {
  price: number
  logVolatility: number
  /** −1 down, 0 none, 1 up: the hidden state that carries the edge. */
  trend: number
  premium: number
  premiumSum: number
  premiumCount: number
  /** Of the mark from the price, as a fraction. */
  deviation: number
  /** Deviation of the next steps' returns, and their mean. Renewed each candle. */
  stepVolatility: number
  stepDrift: number
  /** Units traded a step, about. Renewed each candle. */
  activity: number
}

/** What stays the same for a whole market. */
export interface Dynamics {
  readonly stepsPerHour: number
  /** Of the drift while a trend is on, in deviations of one hour's return, an hour. 0 without the edge. */
  readonly drift: number
  /** Trading while a trend is on, as a multiple. 1 without the edge. */
  readonly trendActivity: number
  readonly jumpChance: number
  readonly commonJumpChance: number
  readonly jumpDeviations: number
}

const REGIME_VOLATILITY = [0.85, 1, 1.9]
const REGIME_ACTIVITY = [0.85, 1, 2]
/** Chance a candle to leave: calm for 12 hours on average, normal for 12, turbulent for 4. From normal three in five go to calm. */
const REGIME_LEAVE = [1 / 144, 1 / 144, 1 / 48]
const TO_CALM = 0.6

/** Volatility by the hour of the UTC day; trading follows its square. */
const HOURLY_VOLATILITY = [1.05, 0.98, 0.92, 0.88, 0.86, 0.86, 0.88, 0.93, 0.98, 0.97, 0.95, 0.97, 1.05, 1.2, 1.3, 1.25, 1.15, 1.05, 1, 0.98, 0.97, 0.97, 0.98, 1.02]

const COMMON_DECAY = keptAfter(8)
const COMMON_DEVIATION = 0.2
const OWN_DECAY = keptAfter(2)
const OWN_DEVIATION = 0.25
const PREMIUM_DECAY = keptAfter(8)
const PREMIUM_DEVIATION = 0.0006
/** How far a return of one deviation pulls the premium along. */
const PREMIUM_CHASE = 0.00001

const TREND_HALF_LIFE_HOURS = 2
const TREND_SHARE = 0.08
const TREND_ACTIVITY = 3
const TREND_END = 1 - keptAfter(TREND_HALF_LIFE_HOURS)
const TREND_START = (TREND_END * TREND_SHARE) / (1 - TREND_SHARE)

/** The part that is left one candle later of what halves in so many hours. */
function keptAfter(halfLifeHours: number): number {
  return exp((-0.6931471805599453 * CANDLE_MS) / (halfLifeHours * HOUR_MS))
}

/** `edgeStrength` 0 switches the edge off: the same noise, drift exactly 0. */
export function dynamicsOf(stepMs: number, edgeStrength: number): Dynamics {
  const stepsPerDay = DAY_MS / stepMs
  return {
    stepsPerHour: HOUR_MS / stepMs,
    drift: edgeStrength,
    trendActivity: edgeStrength === 0 ? 1 : TREND_ACTIVITY,
    jumpChance: 1 / stepsPerDay,
    commonJumpChance: 0.5 / stepsPerDay,
    jumpDeviations: 2.5 * Math.sqrt(CANDLE_MS / stepMs),
  }
}

export function moveCommon(common: CommonState, random: SeededRandom): void {
  const chance = random.uniform()
  const leave = REGIME_LEAVE[common.regime]!
  if (chance < leave) common.regime = common.regime === 1 ? (chance < leave * TO_CALM ? 0 : 2) : 1
  common.logVolatility = nextStationary(common.logVolatility, COMMON_DECAY, COMMON_DEVIATION, random)
}

/** Called before the first step of each candle. `lastReturn` is that of the candle before, in its own deviations. */
export function moveSlow(state: InstrumentState, profile: MarketProfile, scene: { dynamics: Dynamics; common: CommonState; time: TimeMs; lastReturn: number }, random: SeededRandom): void {
  const { dynamics, common, time, lastReturn } = scene
  state.logVolatility = nextStationary(state.logVolatility, OWN_DECAY, OWN_DEVIATION, random)
  state.premium = nextStationary(state.premium, PREMIUM_DECAY, PREMIUM_DEVIATION, random) + PREMIUM_CHASE * lastReturn
  state.premiumSum += state.premium
  state.premiumCount += 1
  const chance = random.uniform()
  if (state.trend === 0) state.trend = chance < TREND_START / 2 ? 1 : chance < TREND_START ? -1 : 0
  else if (chance < TREND_END) state.trend = 0

  const shape = intraday(time)
  const swing = exp(common.logVolatility + state.logVolatility - COMMON_DEVIATION * COMMON_DEVIATION - OWN_DEVIATION * OWN_DEVIATION)
  const hourVolatility = (profile.annualVolatility / Math.sqrt(365 * 24)) * REGIME_VOLATILITY[common.regime]! * swing * shape
  const stepsPerHour = dynamics.stepsPerHour
  state.stepVolatility = hourVolatility / Math.sqrt(stepsPerHour)
  // Plus nothing: JSON, through which a market is kept, has no negative zero.
  state.stepDrift = (dynamics.drift * state.trend * hourVolatility) / stepsPerHour + 0
  const busy = state.trend === 0 ? 1 : dynamics.trendActivity
  state.activity = (profile.hourlyTurnover / profile.startPrice / stepsPerHour) * REGIME_ACTIVITY[common.regime]! * Math.sqrt(swing) * shape * shape * busy
}

/** The common shock of one step, in deviations. Rarely a jump. */
export function drawShock(random: SeededRandom, chance: number, dynamics: Dynamics): number {
  const shock = random.normal()
  return random.uniform() < chance ? shock + dynamics.jumpDeviations * random.normal() : shock
}

/** A process that forgets by `decay` and keeps its deviation. */
function nextStationary(value: number, decay: number, deviation: number, random: SeededRandom): number {
  return decay * value + deviation * Math.sqrt(1 - decay * decay) * random.normal()
}

/** Between the hours it goes straight from one to the next. */
function intraday(time: TimeMs): number {
  const hours = (time % DAY_MS) / HOUR_MS
  const hour = Math.floor(hours)
  const here = HOURLY_VOLATILITY[hour]!
  return here + (hours - hour) * (HOURLY_VOLATILITY[(hour + 1) % 24]! - here)
}
