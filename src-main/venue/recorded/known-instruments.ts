import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import { parseInstrument, type InstrumentDefinition } from './parse-instrument.ts'

/**
 * USDT-margined perpetuals of Binance as of 2024-10, so that an archive can be imported without asking the venue. One version for
 * all time: ticks and steps have changed since 2019, but they are checked when an order is made, never when a candle is read.
 * Only the lowest margin tiers: an account at home never reaches the others. Upper limits of quantity are rounded.
 */
interface Known {
  readonly tick: string
  readonly step: string
  readonly quantityMax: string
  readonly marketQuantityMax: string
  readonly notionalMin: string
  readonly slippage: string
  readonly fundingHours?: 4 | 8
  readonly tiers: readonly Tier[]
}

/** cap, maintenance rate, highest leverage. */
type Tier = readonly [string, string, number]

const LARGE: readonly Tier[] = [['50000', '0.004', 125], ['600000', '0.005', 100], ['3000000', '0.0065', 75], ['12000000', '0.01', 50]]
const MIDDLE: readonly Tier[] = [['10000', '0.005', 75], ['50000', '0.01', 50], ['80000', '0.015', 40], ['400000', '0.02', 25]]
const VERY_LIQUID = '0.0002'
const LIQUID = '0.0005'
const THIN = '0.0015'

const KNOWN: Readonly<Record<string, Known>> = {
  BTC: { tick: '0.1', step: '0.001', quantityMax: '1000', marketQuantityMax: '120', notionalMin: '100', slippage: VERY_LIQUID, tiers: LARGE },
  ETH: { tick: '0.01', step: '0.001', quantityMax: '10000', marketQuantityMax: '2000', notionalMin: '20', slippage: VERY_LIQUID, tiers: LARGE },
  // The reference table does not list BNB; it gets the strictest tiers that a coin of its size has there.
  BNB: { tick: '0.01', step: '0.01', quantityMax: '10000', marketQuantityMax: '2000', notionalMin: '5', slippage: LIQUID, tiers: MIDDLE },
  SOL: {
    tick: '0.01', step: '0.01', quantityMax: '100000', marketQuantityMax: '5000', notionalMin: '5', slippage: LIQUID,
    tiers: [['20000', '0.005', 100], ['100000', '0.0065', 75], ['800000', '0.01', 50], ['4000000', '0.02', 25]],
  },
  XRP: {
    tick: '0.0001', step: '0.1', quantityMax: '10000000', marketQuantityMax: '2000000', notionalMin: '5', slippage: LIQUID,
    tiers: [['10000', '0.005', 75], ['20000', '0.0065', 50], ['160000', '0.01', 40], ['800000', '0.02', 25]],
  },
  ADA: {
    tick: '0.0001', step: '1', quantityMax: '2000000', marketQuantityMax: '300000', notionalMin: '5', slippage: LIQUID,
    tiers: [['10000', '0.005', 75], ['50000', '0.01', 50], ['100000', '0.015', 40], ['500000', '0.02', 25]],
  },
  LTC: {
    tick: '0.01', step: '0.001', quantityMax: '10000', marketQuantityMax: '5000', notionalMin: '20', slippage: LIQUID,
    tiers: [['10000', '0.005', 75], ['50000', '0.01', 50], ['100000', '0.015', 40], ['750000', '0.02', 25]],
  },
  LINK: { tick: '0.001', step: '0.01', quantityMax: '200000', marketQuantityMax: '20000', notionalMin: '20', slippage: LIQUID, tiers: MIDDLE },
  AVAX: {
    tick: '0.001', step: '1', quantityMax: '100000', marketQuantityMax: '5000', notionalMin: '5', slippage: LIQUID,
    tiers: [['5000', '0.005', 75], ['25000', '0.0065', 50], ['80000', '0.01', 40], ['400000', '0.02', 25]],
  },
  ETC: { tick: '0.001', step: '0.01', quantityMax: '200000', marketQuantityMax: '20000', notionalMin: '20', slippage: LIQUID, tiers: MIDDLE },
  SUI: {
    tick: '0.0001', step: '0.1', quantityMax: '3000000', marketQuantityMax: '100000', notionalMin: '5', slippage: THIN,
    tiers: [['20000', '0.01', 75], ['200000', '0.015', 50], ['1000000', '0.02', 25], ['2000000', '0.025', 20]],
  },
  ENA: {
    tick: '0.0001', step: '1', quantityMax: '2000000', marketQuantityMax: '100000', notionalMin: '5', slippage: THIN, fundingHours: 4,
    tiers: [['10000', '0.01', 75], ['80000', '0.015', 50], ['400000', '0.02', 25], ['800000', '0.025', 20]],
  },
}

/** 2019-09-01, before the first trade of any of them. */
const VALID_FROM = 1_567_296_000_000

function definitionOf(baseAsset: string, known: Known): InstrumentDefinition {
  const { tick, step, quantityMax, marketQuantityMax, notionalMin, slippage, fundingHours = 8, tiers } = known
  const instrumentId = `${baseAsset}USDT`
  return {
    instrumentId, venue: 'binance-usdm', symbol: instrumentId, kind: 'linear-perpetual', baseAsset, settleAsset: 'USDT', riskGroup: 'crypto', slippage,
    versions: [{
      validFrom: VALID_FROM,
      // Mark prices have eight decimals.
      priceDecimals: 8,
      quantityDecimals: step.split('.')[1]?.length ?? 0,
      tick, priceMin: tick, priceMax: '1000000',
      step, quantityMin: step, quantityMax, marketQuantityMax,
      notionalMin,
      marketDistanceMax: '0.05',
      fees: { maker: '0.0002', taker: '0.0005', liquidation: '0.0125' },
      fundingHours,
      marginTiers: tiers.map(([cap, maintenanceRate, leverageMax]) => ({ cap, maintenanceRate, leverageMax })),
    }],
  }
}

/** Ids of the instruments that can be imported without a definition file. */
export const knownInstrumentIds: readonly string[] = Object.keys(KNOWN).map((baseAsset) => `${baseAsset}USDT`)

/** The instrument, or a text for a person who asked for one that is not in the table. */
export function findInstrument(instrumentId: string): Instrument | string {
  const baseAsset = instrumentId.replace(/USDT$/, '')
  const known = instrumentId.endsWith('USDT') && Object.hasOwn(KNOWN, baseAsset) ? KNOWN[baseAsset] : undefined
  if (known) return parseInstrument(definitionOf(baseAsset, known))
  return `Nothing is known about "${instrumentId}". Known are ${knownInstrumentIds.join(', ')}. Give the rules of another one with --definition FILE.json (its form is in docs/import.md).`
}
