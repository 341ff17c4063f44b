import type { Rate } from '../../src-shared/domain/units.ts'
import { startLocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import type { LabSymbol, Minute, MinuteSource } from '../../src-main/lab/binance/market/minute-source.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { findInstrument, knownInstrumentIds } from '../../src-main/venue/recorded/known-instruments.ts'

/** What it is told as the JSON text of its one argument. */
export interface BackfillVenueWanted {
  readonly instruments: number
  readonly days: number
  /** Times real time. */
  readonly speed: number
  readonly isUnlimited: boolean
}

/** Prices that cost next to nothing, so that the venue is never what is waited for: one trade a minute. */
class QuickMinutes implements MinuteSource {
  readonly symbols: readonly LabSymbol[]

  constructor(instruments: number, onboardDate: TimeMs) {
    this.symbols = knownInstrumentIds.slice(0, instruments).map((name) => {
      const instrument = findInstrument(name)
      if (typeof instrument === 'string') throw new Error(instrument)
      return { symbol: name, instrument, pricePrecision: 4, quantityPrecision: instrument.versions[0]!.quantityDecimals, tick: 1, fundingHours: 8, onboardDate }
    })
  }

  fill(index: number, minute: number, into: Minute): void {
    const price = 1_000_000 + index * 50_000 + (minute % 997) * 7 + (minute % 31)
    into.count = 1
    into.firstTrade = minute
    into.offset[0] = 30_000
    into.price[0] = price
    into.quantity[0] = 1_000 + (minute % 4_096)
    into.isBuyerMaker[0] = minute % 2
    into.bid[0] = price - 1
    into.mark.fill(price * 10_000 + (minute % 1_000))
  }

  fundingRate(): Rate {
    return 10_000 as Rate
  }
}

/** The first moment of a minute: its budget is then whole. */
const NOW = Date.UTC(2026, 10, 20, 12, 0, 0) as TimeMs

const { instruments, days, speed, isUnlimited } = JSON.parse(process.argv[2] ?? '') as BackfillVenueWanted
const venue = await startLocalBinance({ speed, isUnlimited, startTime: NOW, source: new QuickMinutes(instruments, (NOW - days * DAY_MS) as TimeMs) })
process.on('disconnect', () => process.exit(0))
process.send?.({ port: venue.port, names: knownInstrumentIds.slice(0, instruments) })
