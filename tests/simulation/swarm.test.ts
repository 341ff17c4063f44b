import { expect, it } from 'vitest'
import { Swarm, type SwarmOptions } from '../support/swarm.ts'

const SEEDS = Number(process.env['HAETAE_SWARM_SEEDS'] ?? 24)
const FIRST = Number(process.env['HAETAE_SWARM_FIRST'] ?? 1)
const BY_HAND: readonly SwarmOptions['byHand'][] = ['never', 'never', 'same-side', 'any-side']

it(`keeps its promises among faults, seeds ${FIRST} to ${FIRST + SEEDS - 1}`, async () => {
  const broken: string[] = []
  const counts = new Map<string, number>()
  let restarts = 0
  let entries = 0
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const swarm = new Swarm({ seed, steps: 8_640, byHand: BY_HAND[seed % BY_HAND.length]! })
    try {
      await swarm.run()
    } catch (error) {
      broken.push(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`)
    }
    broken.push(...swarm.violations.map((violation) => `seed ${seed}: ${violation}`))
    restarts += swarm.restarts
    entries += swarm.placed.filter((id) => id.endsWith('.o')).length
    for (const [name, count] of swarm.counts) counts.set(name, (counts.get(name) ?? 0) + count)
    if (process.env['HAETAE_SWARM_TELL']) console.log(seed, swarm.restarts, swarm.placed.length, swarm.nakedWorst, swarm.violations.length, Object.fromEntries(swarm.counts))
  }
  expect(broken.slice(0, 20)).toEqual([])
  expect(entries).toBeGreaterThan(20 * SEEDS)
  expect(restarts).toBeGreaterThan(0)
  for (const name of ['lost-before', 'lost-after', 'rejected', 'cancel-lost', 'report-lost', 'report-twice', 'report-late', 'kill-before-place', 'kill-after-place', 'kill-between-turns', 'models-chosen']) expect(counts.get(name) ?? 0, name).toBeGreaterThan(0)
}, 240_000 + SEEDS * 10_000)
