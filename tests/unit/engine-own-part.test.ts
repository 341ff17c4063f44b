import { expect, it } from 'vitest'
import type { Fill, Side } from '../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { ownPart } from '../../src-main/engine/own-part.ts'
import { EngineState } from '../../src-main/engine/state.ts'
import type { OpenTrade } from '../../src-main/ledger/ledger-state.ts'
import { configure, engineSettings } from '../../src-main/modes/configuration.ts'

const ENTRY = 'pe.BTCUSDT.k.o'

function part([own, foreign]: readonly [number, number], [side, quantity, clientOrderId]: readonly [Side, number, string], entryId: string | null = ENTRY): number {
  const state = new EngineState(engineSettings(configure({ instruments: ['BTCUSDT'] }), { accountId: 'a', venue: 'v', asset: 'USDT', venueCanBeSilent: true }))
  const position = { instrumentId: 'BTCUSDT', entryId: ENTRY, quantity: own as Quantity } as OpenTrade['position']
  if (own !== 0) state.ledger.trades.set('BTCUSDT', { position } as OpenTrade)
  if (foreign !== 0) state.ledger.foreign.set('BTCUSDT', foreign as Quantity)
  const fill: Fill = { venue: 'v', instrumentId: 'BTCUSDT', tradeId: '1', venueOrderId: '1', clientOrderId, side, quantity: quantity as Quantity, price: 1 as Price, fee: 0 as Amount, liquidity: 'taker', time: 1 as TimeMs }
  return ownPart(state, fill, entryId ?? undefined)
}

it.each<readonly [string, readonly [own: number, foreign: number], readonly [Side, number, string], number]>([
  ['an entry is all ours', [0, 50], ['buy', 100, ENTRY], 100],
  ['an exit is ours as far as we hold', [100, 50], ['sell', 100, 'pe.BTCUSDT.k.r1'], 100],
  ['an exit beyond ours sold what is theirs', [100, 50], ['sell', 130, 'pe.BTCUSDT.k.s1'], 100],
  ['an exit after ours was gone sold only theirs', [0, 50], ['sell', 30, 'pe.BTCUSDT.k.r2'], 0],
  ['an exit whose entry was not heard of yet waits for it', [0, 0], ['sell', 30, 'pe.BTCUSDT.k.s1'], 30],
  ['a liquidation takes all there is', [-100, -50], ['buy', 150, 'autoclose-1'], 100],
])('%s', (_, held, fill, expected) => {
  expect(part(held, fill)).toBe(expected)
})

it.each<readonly [string, readonly [own: number, foreign: number], readonly [Side, number, string], number]>([
  ['others who buy more leave ours alone', [100, 0], ['buy', 40, 'web-1'], 0],
  ['others sell theirs first', [100, 50], ['sell', 50, 'web-1'], 0],
  ['what others sell beyond theirs was ours', [100, 50], ['sell', 70, 'web-1'], 20],
  ['others who turn the position have closed all of ours', [100, 0], ['sell', 170, 'web-1'], 100],
  ['with nothing of ours all is theirs', [0, 0], ['sell', 70, 'web-1'], 0],
])('%s', (_, held, fill, expected) => {
  expect(part(held, fill, null)).toBe(expected)
})
