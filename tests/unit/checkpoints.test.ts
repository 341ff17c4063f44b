import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Checkpoints } from '../../src-main/storage/checkpoints.ts'

let home: string
let folder: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'haetae-checkpoints-'))
  folder = join(home, 'run')
})
afterEach(() => rmSync(home, { recursive: true }))

const counted = () => {
  let worked = 0
  return { work: () => ({ columns: [Float64Array.of(1, Number.NaN, -0)], worked: ++worked }), times: () => worked }
}

it('works a stage out once, and gives it back as it was after a death', async () => {
  const { work, times } = counted()
  const first = await new Checkpoints(folder, 'key').stage('one', work)
  const again = await new Checkpoints(folder, 'key').stage('one', work)
  expect(again).toEqual(first)
  expect(Object.is(again.columns[0]![2], -0)).toBe(true)
  expect(times()).toBe(1)
})

it('works out again what belongs to another key or is not as it was written', async () => {
  const { work, times } = counted()
  await new Checkpoints(folder, 'key').stage('one', work)
  expect(new Checkpoints(folder, 'other').has('one')).toBe(false)
  const bytes = readFileSync(join(folder, 'one'))
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(join(folder, 'one'), bytes)
  expect(new Checkpoints(folder, 'key').has('one')).toBe(false)
  writeFileSync(join(folder, 'one'), bytes.subarray(0, 10))
  await new Checkpoints(folder, 'key').stage('one', work)
  expect(times()).toBe(2)
})

it('keeps nothing of a stage that failed, and forgets all of it when told', async () => {
  const checkpoints = new Checkpoints(folder, 'key')
  await expect(checkpoints.stage('one', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(checkpoints.has('one')).toBe(false)
  await checkpoints.stage('one', () => 1)
  expect(readdirSync(folder)).toEqual(['one'])
  checkpoints.forget()
  expect(readdirSync(home)).toEqual([])
  await expect(checkpoints.stage('../one', () => 1)).rejects.toThrow('cannot be the name of a stage')
})
