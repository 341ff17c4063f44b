import { SEED_CANDLES, type Feature } from './feature.ts'

/** Whose candles tell the regime of the whole market. */
export const REGIME_INSTRUMENT = 'BTCUSDT'
const THRESHOLD = 0.02

/** 1 when the faster average is more than 2 % above the slower one, −1 when more than 2 % below, else 0. */
export function regimeOf(ema50: number, ema200: number): number {
  const distance = ema50 - ema200
  const far = THRESHOLD * ema200
  if (distance > far) return 1
  return distance < -far ? -1 : 0
}

export const REGIME: readonly Feature[] = [
  {
    name: 'btc_regime', definition: '1 when the exponential average of span 50 is more than 2 % above that of span 200, −1 when more than 2 % below, else 0', window: 1, seed: SEED_CANDLES,
    unit: '−1, 0 or 1', source: `closed candles of ${REGIME_INSTRUMENT} of the decision interval, up to the one of the same close`, missing: 'never', revision: 1, regime: true, use: 'input', bases: [],
    fill: ({ regime, count }, out) => {
      for (let row = 0; row < count; row++) out[row] = regime[row]!
    },
  },
]
