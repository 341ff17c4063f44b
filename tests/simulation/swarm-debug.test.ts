import { it } from 'vitest'
import { Swarm } from '../support/swarm.ts'
it('debug', async () => {
  const seed = Number(process.env['SEED'])
  const find = process.env['FIND'] ?? ''
  const swarm = new Swarm({ seed, steps: 8_640, byHand: (['never', 'never', 'same-side', 'any-side'] as const)[seed % 4]! })
  try { await swarm.run() } catch (error) { console.log(String(error)) }
  const all = [...swarm.changes, ...swarm.rig.changes]
  const lines = all.filter((c) => JSON.stringify(c).includes(find) && !['price-accepted', 'candle-accepted', 'decision-made', 'forecast-requested', 'wake-requested', 'venue-heard'].includes(c.kind)).map((c) => JSON.stringify(c).slice(0, 330))
  console.log(lines.slice(-Number(process.env['N'] ?? 40)).join('\n'))
  console.log(swarm.violations.slice(0, 8).join('\n'), swarm.restarts)
}, 100_000)
