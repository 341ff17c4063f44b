import { expect, it } from 'vitest'
import type { Forecast } from '../../src-shared/domain/forecast.ts'
import type { Amount, Price, Quantity } from '../../src-shared/domain/units.ts'
import { DecisionView } from '../../src-main/engine/decision-views.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { recover } from '../../src-main/engine/recovery.ts'
import type { OpenTrade } from '../../src-main/ledger/ledger-state.ts'
import { configure, engineSettings } from '../../src-main/modes/configuration.ts'
import { btc } from '../support/instruments.ts'
import { MIDNIGHT, money } from '../support/policy-cases.ts'

const GROUPS = { BTCUSDT: 'crypto', ETHUSDT: 'crypto', SOLUSDT: 'crypto', GOLD: 'metal' } as const
type Name = keyof typeof GROUPS
const NAMES = Object.keys(GROUPS) as Name[]

/** Of a strategy with four instruments, of which some are held, each with what is lost at its stop. */
function portfolioOf(name: Name, held: Partial<Record<Name, number>>): DecisionView['portfolio'] {
  const engine = new Engine(engineSettings(configure({ instruments: NAMES }), { accountId: 'a', venue: 'sim', asset: 'USDT', venueCanBeSilent: true }))
  recover(engine, { instruments: NAMES.map((instrumentId) => ({ ...btc, instrumentId, symbol: instrumentId, riskGroup: GROUPS[instrumentId] })), changes: [], candles: [], asOf: MIDNIGHT })
  const { state } = engine
  for (const [instrumentId, loss] of Object.entries(held)) {
    const position = { instrumentId, entryId: instrumentId, quantity: 1 as Quantity, cost: 1 as Amount, entryPrice: 1 as Price, lossAtStop: money(loss) } as unknown as OpenTrade['position']
    state.ledger.trades.set(instrumentId, { position } as OpenTrade)
  }
  return new DecisionView(state, state.strategies[0]!, state.market.get(name)!, {} as Forecast).portfolio
}

it('counts what all instruments of a risk group may lose against one budget, and no other group', () => {
  const held = { ETHUSDT: 40, SOLUSDT: 25, GOLD: 30 }
  expect(portfolioOf('BTCUSDT', held).groupLossAtStop).toBe(money(65))
  expect(portfolioOf('ETHUSDT', held).groupLossAtStop).toBe(money(65))
  expect(portfolioOf('GOLD', held).groupLossAtStop).toBe(money(30))
  expect(portfolioOf('BTCUSDT', {}).groupLossAtStop).toBe(money(0))
})
