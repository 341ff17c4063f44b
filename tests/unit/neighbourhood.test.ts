import { expect, it } from 'vitest'
import { neighbourhood } from '../../src-main/training/neighbourhood.ts'

const RECIPE = { margin: 0.02, parameters: { penaltyQ: 0.01, other: 3 }, penalties: ['penaltyQ'] }

it('is the same for the same recipe: fifteen that are neither the recipe nor each other', () => {
  const found = neighbourhood(RECIPE)
  expect(found).toEqual(neighbourhood(RECIPE))
  const kinds = found.map(({ changes, parameters }) => JSON.stringify([changes, parameters]))
  expect(new Set([...kinds, JSON.stringify([{ 'policy.margin': 0.02 }, RECIPE.parameters])]).size).toBe(16)
  expect(new Set(found.map(({ name }) => name)).size).toBe(15)
  expect(found.every(({ parameters }) => parameters['other'] === 3)).toBe(true)
})

it('stays sixteen, and within what a strategy takes, at the ends of the margin', () => {
  for (const margin of [0, 0.001, 0.019, 0.021, 0.3, 0.45, 0.5]) {
    const margins = new Set(neighbourhood({ ...RECIPE, margin }).map(({ changes }) => changes['policy.margin']!))
    expect(margins.size).toBe(4)
    for (const one of margins) expect(one >= 0 && one <= 0.5).toBe(true)
  }
})
