import { expect, it } from 'vitest'
import { HOURS_2, isProtected, rigOf } from '../support/rigs.ts'
import type { Rig } from '../support/desk-rig.ts'

const entries = (rig: Rig) => rig.of('intent-opened').filter(({ order }) => order.purpose === 'open')
const unwell = (rig: Rig, component: string) => rig.push({ kind: 'component-reported', time: rig.simulation.time, component, healthy: false, detail: 'as a test wants it' })

it.each(['engine-process', 'power'])('opens nothing while %s is not well, and says which guard refused', async (component) => {
  const rig = await rigOf()
  unwell(rig, component)
  await rig.go(HOURS_2)
  expect(entries(rig)).toEqual([])
  const refused = rig.of('decision-made').flatMap(({ decision }) => decision.guards.filter(({ verdict }) => verdict === 'refuse').map(({ guard }) => guard))
  expect(refused).toContain('system-health')
  const well = await rigOf()
  await well.go(HOURS_2)
  expect(entries(well).length).toBeGreaterThan(0)
})

it('lets a position out while the engine does exits only', async () => {
  const rig = await rigOf()
  expect(await rig.go(HOURS_2, isProtected(rig))).toBe(true)
  unwell(rig, 'engine-process')
  await rig.go(12)
  expect(rig.held).toBeGreaterThan(0)
  rig.ask({ kind: 'flatten', by: 'test', instrumentId: null })
  await rig.go(12)
  expect(rig.held).toBe(0)
})
