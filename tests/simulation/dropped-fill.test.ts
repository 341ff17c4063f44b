import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { Rig } from '../support/desk-rig.ts'
import { HOURS_2, isProtected, rigs } from '../support/rigs.ts'

it('names a fill that the journal has lost, and books it from the venue', async () => {
  const first = new Rig()
  await first.start()
  expect(await first.go(HOURS_2, isProtected(first))).toBe(true)
  const { fill } = first.of('fill-booked')[0]!
  const folder = mkdtempSync(join(tmpdir(), 'haetae-dropped-'))
  const journal = new SqliteJournal({ folder, accountId: 'sim:rig:1', program: 'test' })
  const isOfFill = (reference: string) => reference === fill.tradeId
  journal.append([...first.journal.read()].filter((change) => !(change.kind === 'fill-booked' && isOfFill(change.fill.tradeId)) && !(change.kind === 'ledger-posted' && isOfFill(change.entry.reference))))
  journal.close()
  rigs.push(first)
  const second = new Rig({ folder, sequel: first })
  rigs.push(second)
  await second.start()
  expect(second.of('difference-found').map(({ reason }) => reason)).toContainEqual({ code: 'fill-not-journalled', values: { fill: `fill/sim/${fill.instrumentId}/${fill.tradeId}`, order: fill.clientOrderId } })
  expect(second.engine.state.ledger.wallets.get('USDT')).toBe((await second.snapshot()).wallet)
  const held = (rig: Rig) => [...rig.engine.state.ledger.trades.values()].map(({ position }) => `${position.instrumentId} ${position.quantity} ${position.cost}`).toSorted()
  expect(held(second)).toEqual(held(first))
})
