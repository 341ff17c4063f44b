import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checks } from './checks/checks.ts'
import { attempt } from './departures/attempt.ts'
import type { Departure } from './departures/departure.ts'
import { departures } from './departures/departures.ts'
import { nameOf, patience, type Check } from './support/check.ts'
import { clientsAreHere } from './support/clients.ts'

/** A row of the table in docs/checks.md. */
const rowOf = ({ name, at, caughtBy }: Departure): string => `| ${name} | \`${at}\` | ${caughtBy ?? '**nothing**'} |`

// What a departure keeps from coming is waited for in vain.
patience.ms = 1_500

const isEverything = process.env['HAETAE_TEST_FULL'] === '1'

describe.skipIf(!clientsAreHere)('what a server may do otherwise', () => {
  it('is in the table, with who notices it', () => {
    const page = readFileSync('docs/checks.md', 'utf8')
    const missing = departures.map(rowOf).filter((row) => !page.includes(row))
    expect(missing.join('\n')).toBe('')
    expect(page.split('\n').filter((line) => /^\| .* \| `.*` \| (?:(?:ccxt|official|wire|haetae): .*|\*\*nothing\*\*) \|$/.test(line)).length).toBe(departures.length)
  })

  it('has a name of its own, and a check that exists', () => {
    expect(new Set(departures.map(({ name }) => name)).size).toBe(departures.length)
    const known = new Set(checks.map(nameOf))
    expect(departures.filter(({ caughtBy }) => caughtBy !== null && !known.has(caughtBy)).map(({ name }) => name)).toEqual([])
  })
})

describe.skipIf(!clientsAreHere)('a server that departs from the venue is found out', () => {
  for (const departure of departures.filter(({ caughtBy }) => caughtBy !== null)) {
    it(`${departure.name}: ${departure.caughtBy}`, async () => {
      const { failure } = await attempt(checks.find((check) => nameOf(check) === departure.caughtBy)!, departure)
      expect(failure).toBeDefined()
    })
  }
})

/** Every check that meets the route, until one of each client has noticed: not for every day. */
describe.skipIf(!clientsAreHere || !isEverything)('who notices a departure', () => {
  const met = new Map<Check, ReadonlySet<string>>()

  it('is somebody, but where the table says nothing', { timeout: 3_600_000 }, async () => {
    for (const check of checks) met.set(check, (await attempt(check)).passed)
    const wrong: string[] = []
    for (const departure of departures) {
      const noticed = await noticedBy(departure)
      if ((noticed.length === 0) !== (departure.caughtBy === null)) wrong.push(departure.name)
      console.log(`${departure.name} (${departure.at}): ${noticed.join(', ') || 'nothing'}`)
    }
    expect(wrong).toEqual([])
  })

  async function noticedBy(departure: Departure): Promise<readonly string[]> {
    const clients = new Set<string>()
    for (const check of checks) {
      if (clients.has(check.by) || !met.get(check)!.has(departure.at)) continue
      if ((await attempt(check, departure)).failure !== undefined) clients.add(check.by)
    }
    return [...clients]
  }
})
