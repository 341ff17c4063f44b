import { dataHash } from '../base/text-hash.ts'
import { BANDS } from './bands.ts'
import { CLOCK } from './clock.ts'
import type { Feature } from './feature.ts'
import { FUNDING } from './funding.ts'
import { MOMENTUM } from './momentum.ts'
import { REGIME, REGIME_INSTRUMENT } from './regime.ts'
import { RETURNS } from './returns.ts'
import { TREND } from './trend.ts'
import { VOLATILITY } from './volatility.ts'
import { VOLUME } from './volume.ts'

/** To add a feature: one entry in its family's file, and one hand-worked case in the tests. */
const CATALOGUE: readonly Feature[] = [...RETURNS, ...TREND, ...VOLATILITY, ...MOMENTUM, ...VOLUME, ...BANDS, ...FUNDING, ...REGIME, ...CLOCK]

const namesFor = (use: Feature['use']): readonly string[] => CATALOGUE.filter((feature) => feature.use === use).map(({ name }) => name)

/** Every input of the catalogue. */
export const FEATURE_SET_V1: readonly string[] = namesFor('input')
/** What only people look at. */
export const DISPLAY_FEATURES: readonly string[] = namesFor('display')

/** The longest window that ends with the newest candle, in candles. Features that nobody asked for do not lengthen it. */
export const windowOf = (names: readonly string[]): number => Math.max(1, ...featuresNamed(names).map(({ window }) => window))

/** Whose candles features look at besides the instrument's own: without them there is never a vector. */
export const instrumentsNeeded = (names: readonly string[]): readonly string[] => (featuresNamed(names).some(({ regime }) => regime) ? [REGIME_INSTRUMENT] : [])

/** In the order asked. Throws RangeError for a name that is not in the catalogue. */
export function featuresNamed(names: readonly string[]): readonly Feature[] {
  return names.map((name) => {
    const feature = CATALOGUE.find((entry) => entry.name === name)
    if (!feature) throw new RangeError(`there is no feature ${name}; there are ${CATALOGUE.map((entry) => entry.name).join(', ')}`)
    return feature
  })
}

/**
 * Changes when a definition, a window or the order changes: a model fits one hash only. Throws RangeError for a feature that has the
 * scale of its instrument, since no model may see one.
 */
export function featureSetHash(names: readonly string[]): string {
  const features = featuresNamed(names)
  const shown = features.filter(({ use }) => use === 'display').map(({ name }) => name)
  if (shown.length > 0) throw new RangeError(`models take what is free of scale, and not ${shown.join(', ')}`)
  // What a feature does not have leaves no trace in the hash.
  return dataHash(features.map(({ use: _use, bases: _bases, fill: _fill, ...hashed }) => hashed))
}
