import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { configure } from '../../src-main/modes/configuration.ts'
import { candidateFiles, placeCandidate, type CandidateParts } from '../../src-main/modes/learning/candidate-files.ts'
import { PARITY_MAX, PARITY_ROWS, ParityRefusal } from '../../src-main/modes/learning/onnx-parity.ts'
import type { Fitted } from '../../src-main/training/learner.ts'
import { linearLearner } from '../../src-main/training/linear-learner.ts'
import { inventedDataSet } from '../support/data-sets.ts'

const config = configure({ strategyId: 'perp-ev-v1' })
const data = inventedDataSet({ rows: 3_000, instruments: ['AAAUSDT'], featureSet: config.featureSet, edge: 0.5 })
const rows = Int32Array.from(data.asOf.keys())
const fit = (side: 'long' | 'short'): Fitted => linearLearner.fit(data, { side, fit: rows, stop: new Int32Array(0), weights: data[side].weight, parameters: {}, seed: 0, heads: 'all' })
const fitted = { long: fit('long'), short: fit('short') }
const bins = [{ upTo: 0.5, effectiveRows: 300, observed: 0.3, lower: 0.25 }, { upTo: 1, effectiveRows: 0, observed: 0, lower: 0 }]
const parts: CandidateParts = { config, data, fitted, reliability: { long: bins, short: bins }, dataUntil: 1_700_000_000_000, origin: {} }
const about = { metrics: {}, card: (modelId: string) => `# ${modelId}\n` }

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'haetae-candidate-'))))
afterEach(() => rmSync(folder, { recursive: true }))

it('puts both models there once their files say what was fitted, strange values and all', async () => {
  const files = candidateFiles(parts, about)
  const parity = await placeCandidate(folder, files, parts)
  for (const side of ['long', 'short'] as const) {
    expect(parity[side].rows).toBe(PARITY_ROWS)
    expect(parity[side].probability).toBeLessThanOrEqual(PARITY_MAX)
    expect(readdirSync(join(folder, files.modelIds[side])).toSorted()).toEqual(['artifact.json', 'card.md', 'metrics.json', 'model.onnx'])
  }
  expect(readdirSync(folder).toSorted()).toEqual(Object.values(files.modelIds).toSorted())
  expect(files.candidateId).toMatch(/^m-[0-9a-f]{12}$/)
  const artifact = JSON.parse(readFileSync(join(folder, files.modelIds.long, 'artifact.json'), 'utf8')) as Record<string, unknown>
  expect(artifact['reliability']).toEqual(bins)
})

it('names the same fit alike, another one otherwise', () => {
  const { candidateId } = candidateFiles(parts, about)
  expect(candidateFiles({ ...parts, origin: { other: 1 } }, about).candidateId).toBe(candidateId)
  expect(candidateFiles({ ...parts, fitted: { long: fitted.long, short: fitted.long } }, about).candidateId).not.toBe(candidateId)
  expect(candidateFiles({ ...parts, data: { ...data, contentHash: 'other' } }, about).candidateId).not.toBe(candidateId)
})

it('refuses, and leaves nothing of, a file that does not say what was fitted', async () => {
  const files = candidateFiles(parts, about)
  const moved = fitted.long.calibrated({ q: { slope: 1, intercept: 0.00001 }, t: { slope: 1, intercept: 0 } })
  const refused: unknown = await placeCandidate(folder, files, { ...parts, fitted: { ...fitted, long: moved } }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ParityRefusal)
  expect(String(refused)).toContain(files.modelIds.long)
  expect(existsSync(join(folder, files.modelIds.short))).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})

it('leaves what is there where it is the same fit, and gives no new verdict to what was altered', async () => {
  const files = candidateFiles(parts, about)
  await placeCandidate(folder, files, parts)
  const path = join(folder, files.modelIds.short, 'artifact.json')
  const before = readFileSync(path, 'utf8')
  await placeCandidate(folder, candidateFiles({ ...parts, origin: { other: 1 } }, about), parts)
  expect(readFileSync(path, 'utf8')).toBe(before)
  writeFileSync(path, before.replace('0.25', '0.45'))
  await expect(placeCandidate(folder, files, parts)).rejects.toThrow(/altered since.*evaluate again/)
  writeFileSync(path, '{')
  await expect(placeCandidate(folder, files, parts)).rejects.toThrow(ParityRefusal)
})
