import { afterEach, beforeEach, describe, it } from 'vitest'
import { checks } from './checks/checks.ts'
import { clientsAreHere } from './support/clients.ts'
import { openWorld, type World } from './support/world.ts'

describe.skipIf(!clientsAreHere)('clients that others wrote find here what they find at the venue', () => {
  let world: World
  beforeEach(async () => {
    world = await openWorld()
  })
  afterEach(() => world.close())

  for (const { name, by, run } of checks) it(`${by}: ${name}`, () => run(world))
})
