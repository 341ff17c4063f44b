import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { proofRun, proofVerdict } from '../../scripts/bench/proof-run.ts'
import type { GateVerdict } from '../../src-shared/contract/evaluation-views.ts'

// As `npm run bench -- proof --kind null --seeds 1-100` does of a hundred, without the leak checks, which can only refuse more.
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

let home: string
beforeAll(() => (home = mkdtempSync(join(tmpdir(), 'haetae-proof-'))))
afterAll(() => rmSync(home, { recursive: true, force: true }))

it('proves nothing on ten markets in which there is nothing, whatever luck they had', async () => {
  const verdicts: GateVerdict[] = []
  for (const seed of SEEDS) verdicts.push(await proofVerdict(home, 'null', seed))
  expect(verdicts.filter(({ verdict }) => verdict === 'proven')).toEqual([])
  const lucky = verdicts.filter(({ sharpe }) => sharpe !== null && sharpe > 0)
  // Some must have been lucky, or luck was not refused; with all their neighbours counted, and never for the length of the track alone.
  expect(lucky.length).toBeGreaterThan(0)
  for (const { trials, criteria } of lucky) {
    expect(trials).toBe(16)
    expect(criteria.filter(({ met, name }) => !met && name !== 'track-length')).not.toEqual([])
  }
}, 600_000)

// Whole evaluations of two years each; a hundred of a kind by `npm run bench -- proof`.
it.runIf(process.env['HAETAE_TEST_FULL'] === '1')('proves an edge that is there, and tells a fifth of it how long it would take', async () => {
  for (const seed of [1, 2]) {
    expect(await proofRun(home, 'planted', seed)).toMatchObject({ verdict: 'proven', trials: 16 })
    const weak = await proofRun(home, 'weak', seed)
    expect(weak.verdict).toBe('not-proven')
    expect(weak.daysMissing).toBeGreaterThan(0)
  }
}, 1_200_000)
