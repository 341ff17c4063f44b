import { afterEach, expect, it } from 'vitest'
import { MarketPacer } from '../../src-main/modes/pacer.ts'
import { Rig, STEPS_PER_CANDLE } from '../support/desk-rig.ts'
import { settled, VirtualTime } from '../support/virtual-time.ts'

const time = new VirtualTime()
const pacer = new MarketPacer(time, time, 600)
const rig = new Rig({ pacer })
afterEach(() => rig.close())

it('closes a position while the market is paused: a pause holds back the market only', async () => {
  await rig.start()
  let isOver = false
  const gone = rig.go(24 * STEPS_PER_CANDLE).finally(() => (isOver = true))
  while (!isOver && !rig.of('order-accepted').some(({ intentId }) => intentId.endsWith('.t1'))) await time.pass(10)
  pacer.wish({ kind: 'pause' })
  await time.pass(1_000)
  const market = rig.market.time
  expect(rig.held).toBeGreaterThan(0)
  rig.ask({ kind: 'flatten', by: 'test', instrumentId: null })
  for (let look = 0; look < 100 && rig.held > 0; look++) await settled()
  await time.pass(60_000)
  expect([rig.held, rig.market.time]).toEqual([0, market])
  // What still rested for the position is cancelled, too, and known to be.
  expect(rig.of('order-closed').map(({ intentId }) => intentId)).toEqual(expect.arrayContaining(rig.of('cancel-requested').map(({ intentId }) => intentId)))
  rig.ask({ kind: 'start-trading', by: 'test' })
  for (let look = 0; look < 100 && !rig.engine.state.account.trading; look++) await settled()
  expect(rig.engine.state.account.trading).toBe(true)
  pacer.wish({ kind: 'play' })
  while (!isOver) await time.pass(10)
  await gone
  expect(rig.market.time).toBeGreaterThan(market)
})
