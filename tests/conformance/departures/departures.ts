import type { Departure } from './departure.ts'
import { marketDepartures } from './market-departures.ts'
import { streamDepartures } from './stream-departures.ts'
import { tradingDepartures } from './trading-departures.ts'

export const departures: readonly Departure[] = [...marketDepartures, ...streamDepartures, ...tradingDepartures]
