import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { Lease } from '../../src-main/storage/lease.ts'
import { Child } from '../support/storage-child.ts'
import { refusalOf, temporaryFolder } from '../support/storage-folder.ts'

const holder = { instance: 'mine', pid: process.pid, startedAt: 1 as TimeMs, purpose: 'engine' }

function take(folder: string): Lease {
  const lease = Lease.take(folder, holder)
  onTestFinished(() => lease.release())
  return lease
}

it('is refused to a second process, which is told who holds it, and is free when that one is killed', async () => {
  const folder = temporaryFolder()
  const other = new Child(new URL('../support/storage-lease-holder.ts', import.meta.url), folder)
  expect(await other.line()).toBe('held')
  expect(refusalOf(() => take(folder))).toMatchObject({ code: 'locked', message: expect.stringContaining(`engine, process ${other.pid}`) })
  expect(existsSync(join(folder, 'lease.json'))).toBe(true)
  await other.kill()
  take(folder)
  expect(JSON.parse(readFileSync(join(folder, 'lease.json'), 'utf8'))).toEqual(holder)
})

it('is refused a second time in one process too, and the refused try does not free it', async () => {
  const folder = temporaryFolder()
  take(folder)
  for (let attempt = 1; attempt <= 2; attempt++) expect(refusalOf(() => take(folder))).toMatchObject({ code: 'locked', message: expect.stringContaining(`process ${process.pid}`) })
  const other = new Child(new URL('../support/storage-lease-holder.ts', import.meta.url), folder)
  expect(await other.line()).toContain(`process ${process.pid}`)
})

it('can be given back and taken again', () => {
  const folder = temporaryFolder()
  const lease = take(folder)
  lease.release()
  lease.release()
  expect(existsSync(join(folder, 'lease.json'))).toBe(false)
  take(folder)
})

it('is another one for another folder', () => {
  take(temporaryFolder())
  take(temporaryFolder())
})

it('does not depend on what is written in the note', () => {
  const folder = temporaryFolder()
  const lease = take(folder)
  writeFileSync(join(folder, 'lease.json'), 'not json')
  expect(refusalOf(() => take(folder))).toMatchObject({ code: 'locked', message: expect.stringContaining('another Haetae') })
  lease.release()
  take(folder)
})

it('says what to do when its file is not what it should be', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'lease.db'), 'dear lease, '.repeat(1_000))
  expect(refusalOf(() => take(folder))).toMatchObject({ code: 'corrupt', message: expect.stringContaining('delete it') })
})
