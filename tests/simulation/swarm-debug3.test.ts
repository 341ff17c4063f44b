import { it } from 'vitest'
import { Swarm } from '../support/swarm.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
it('debug', async () => {
  const seed = Number(process.env['SEED'])
  const find = process.env['FIND'] ?? ''
  const swarm = new Swarm({ seed, steps: 8_640, byHand: (['never', 'never', 'same-side', 'any-side'] as const)[seed % 4]! })
  try { await swarm.run() } catch (error) { console.log(String(error)) }
  const journal = new SqliteJournal({ folder: swarm.rig.folder, accountId: 'sim:rig:1', program: 'test' })
  console.log([...journal.read()].map((c) => JSON.stringify(c).slice(0, 250)).filter((l) => l.includes(find) || l.includes('session')).slice(-60).join('\n'))
  console.log(JSON.stringify(Object.fromEntries(swarm.counts)))
}, 100_000)
