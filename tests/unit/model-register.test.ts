import { cpSync } from 'node:fs'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SqliteModelRegistry } from '../../src-main/storage/model-register.ts'
import { SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { sharedFolder, temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { candidateOf, gateVerdict } from '../support/trial-samples.ts'

const WHO = { by: 'test', reason: null }
const PLAIN = { ...WHO, override: false }
const OVERRIDE = { by: 'test', reason: 'on paper only, to watch it', override: true }
let models: SqliteModelRegistry
let clock: ManualClock
let opening: ReturnType<typeof openingIn>

const made = sharedFolder()

beforeAll(async () => {
  const first = new SqliteModelRegistry(openingIn(made), new ManualClock())
  for (const id of ['a', 'b', 'c']) await first.register(candidateOf(id, 'proven'))
  await first.register(candidateOf('unproven', 'not-proven'))
  await first.register(candidateOf('bad', 'rejected'))
})

beforeEach(() => {
  opening = openingIn(temporaryFolder())
  cpSync(made, opening.folder, { recursive: true })
  clock = new ManualClock()
  models = new SqliteModelRegistry(opening, clock)
})

const promotedNow = async (): Promise<string | null> => (await models.promoted('perp-ev', 'f1', 'l1'))?.candidateId ?? null
const statuses = async (): Promise<Record<string, string>> => Object.fromEntries((await models.list()).map(({ candidateId, status }) => [candidateId, status]))

describe('promoting', () => {
  it('takes what is proven, and archives what it replaces', async () => {
    await models.move('a', 'promoted', PLAIN)
    await models.move('b', 'promoted', PLAIN)
    expect(await statuses()).toMatchObject({ a: 'archived', b: 'promoted', c: 'trained' })
    expect(await promotedNow()).toBe('b')
  })

  it.each(['unproven', 'bad'])('refuses %s without an override and a reason that says something', async (id) => {
    for (const [move, code] of [
      [PLAIN, 'not-proven'], [{ ...OVERRIDE, override: false }, 'not-proven'], [{ ...OVERRIDE, reason: null }, 'reason-too-short'], [{ ...OVERRIDE, reason: 'too short' }, 'reason-too-short'],
      [{ ...OVERRIDE, reason: '  123456789   ' }, 'reason-too-short'],
    ] as const) await expect(models.move(id, 'promoted', move)).rejects.toMatchObject({ name: 'MoveRefused', code })
    expect(await promotedNow()).toBeNull()
    await models.move(id, 'promoted', { ...OVERRIDE, reason: ' 1234567890 ' })
    expect(await promotedNow()).toBe(id)
  })

  it('keeps an override and its reason for ever', async () => {
    await models.move('bad', 'promoted', OVERRIDE)
    await models.move('bad', 'archived', WHO_ARCHIVES)
    clock.time += 5
    await models.register(candidateOf('bad', 'proven'))
    const [row] = (await models.list()).filter(({ candidateId }) => candidateId === 'bad')
    expect(row).toMatchObject({ status: 'archived', createdAt: 1_000_000, verdict: { verdict: 'proven' } })
    expect(row?.history.map(({ status, reason, override }) => ({ status, reason, override }))).toEqual([
      { status: 'trained', reason: null, override: false }, { status: 'promoted', reason: OVERRIDE.reason, override: true }, { status: 'archived', reason: 'it lost', override: false },
    ])
  })

  it('says no override of what needs none', async () => {
    await models.move('a', 'promoted', OVERRIDE)
    expect((await models.list()).find(({ candidateId }) => candidateId === 'a')?.history.at(-1)).toMatchObject({ status: 'promoted', override: false, reason: OVERRIDE.reason })
  })

  it('needs an override when a later judgement has taken the proof back', async () => {
    await models.register({ ...candidateOf('a', 'not-proven'), runId: 'evaluate-later' })
    await expect(models.move('a', 'promoted', PLAIN)).rejects.toMatchObject({ code: 'not-proven' })
  })

  it('counts per strategy, and only for the features and barriers it was fitted on', async () => {
    await models.register(candidateOf('other', 'proven', { strategyId: 'perp-ev-v1' }))
    await models.move('a', 'promoted', PLAIN)
    await models.move('other', 'promoted', PLAIN)
    expect(await statuses()).toMatchObject({ a: 'promoted', other: 'promoted' })
    expect([await models.promoted('perp-ev', 'f2', 'l1'), await models.promoted('perp-ev', 'f1', 'l2'), await models.promoted('none', 'f1', 'l1')]).toEqual([null, null, null])
  })

  it('refuses what is not there, and what is so already', async () => {
    await expect(models.move('x', 'promoted', PLAIN)).rejects.toMatchObject({ code: 'unknown-model' })
    await models.move('a', 'shadow', PLAIN)
    await expect(models.move('a', 'shadow', PLAIN)).rejects.toMatchObject({ code: 'already-so' })
    expect((await models.list()).find(({ candidateId }) => candidateId === 'a')?.history).toHaveLength(2)
  })
})

const WHO_ARCHIVES = { by: 'test', reason: 'it lost', override: false }

describe('going back', () => {
  it('goes to the pair that was promoted before, and in the end to the strategy\'s own', async () => {
    for (const id of ['a', 'b', 'c']) await models.move(id, 'promoted', PLAIN)
    expect((await models.rollback('perp-ev', WHO))?.candidateId).toBe('b')
    expect((await models.rollback('perp-ev', WHO))?.candidateId).toBe('a')
    expect(await statuses()).toMatchObject({ a: 'promoted', b: 'archived', c: 'archived' })
    expect(await models.rollback('perp-ev', WHO)).toBeNull()
    await expect(models.rollback('perp-ev', WHO)).rejects.toMatchObject({ code: 'nothing-promoted' })
    expect(await promotedNow()).toBeNull()
  })

  it('needs no second override for what had one, whose reason stays in sight', async () => {
    await models.move('bad', 'promoted', OVERRIDE)
    await models.move('a', 'promoted', PLAIN)
    const back = await models.rollback('perp-ev', WHO)
    expect(back).toMatchObject({ candidateId: 'bad', status: 'promoted' })
    expect(back?.history.filter(({ override }) => override)).toMatchObject([{ reason: OVERRIDE.reason }])
  })

  it('leaves out what somebody has archived or made a shadow', async () => {
    for (const id of ['a', 'b', 'c']) await models.move(id, 'promoted', PLAIN)
    // b is archived since c took its place: to have it archived by somebody it is promoted once more.
    await models.move('b', 'promoted', PLAIN)
    await models.move('b', 'archived', PLAIN)
    expect(await promotedNow()).toBeNull()
    expect((await models.rollback('perp-ev', WHO))?.candidateId).toBe('c')
    await models.move('c', 'shadow', PLAIN)
    expect((await models.rollback('perp-ev', WHO))?.candidateId).toBe('a')
  })
})

describe('registering', () => {
  it('writes the same once', async () => {
    await models.register(candidateOf('a', 'proven'))
    expect((await models.list()).map(({ candidateId }) => candidateId)).toEqual(['bad', 'unproven', 'c', 'b', 'a'])
    expect((await models.list()).at(-1)).toMatchObject({ status: 'trained', shipped: false, verdict: gateVerdict('proven'), history: [{ status: 'trained', override: false }] })
  })

  it('stands in one chain with the trials', async () => {
    await models.move('a', 'promoted', PLAIN)
    const ledger = new SqliteTrialLedger(opening, clock)
    expect([await ledger.broken(), await ledger.all()]).toEqual([null, []])
  })
})
