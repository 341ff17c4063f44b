import { createRequire } from 'node:module'

/** Loaded by Node itself: the source maps of this library name files that it does not ship, and the test runner would warn of each. */
export const tradingSignals = createRequire(import.meta.url)('trading-signals') as typeof import('trading-signals')
