import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { lastOpening, rememberOpening } from '../../src-main/host/last-opening.ts'
import { Profile } from '../../src-main/host/profile.ts'
import { ManualClock } from '../support/manual-clock.ts'

let folder: string
let path: string
let told: Told[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haetae-profile-'))
  path = join(folder, 'home', 'window.json')
  told = []
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})
const open = () => new Profile({ path, clock: new ManualClock(), tell: (notice) => void told.push(notice) })
const put = async (text: string) => {
  await open().put('any', 'thing')
  writeFileSync(path, text)
}

it('remembers for the next session what was put, in a file for this user alone', async () => {
  const first = open()
  expect(await first.get('layout.main')).toBeNull()
  expect(await first.put('layout.main', '{"panels":"거래"}')).toEqual({ accepted: true })
  expect(await first.put('layout.main', '{}')).toEqual({ accepted: true })
  expect(await first.get('layout.main')).toBe('{}')
  expect(await open().get('layout.main')).toBe('{}')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'home'))).toEqual(['window.json'])
})

it('loses nothing of what is put at once', async () => {
  const profile = open()
  await Promise.all(Array.from({ length: 50 }, (_, i) => profile.put(`key-${i}`, String(i))))
  await profile.settled()
  expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object)).toHaveLength(50)
})

it('takes two hundred keys and no more, and lets each of them be put again', async () => {
  const profile = open()
  for (let i = 0; i < 200; i++) await profile.put(`key-${i}`, 'x')
  expect(await profile.put('one-more', 'x')).toEqual({ accepted: false, reason: { code: 'profile-full', values: { keys: 200 } } })
  expect(await profile.put('key-7', 'y')).toEqual({ accepted: true })
  expect(await profile.get('one-more')).toBeNull()
})

it.each([['no JSON', '{"layout'], ['a list', '[]'], ['values that are no text', '{"layout":{}}'], ['a name that no key has', '{"Layout 1":"x"}']])('puts a file aside that cannot be read: %s', async (_, text) => {
  await put(text)
  const profile = open()
  expect(await profile.get('layout')).toBeNull()
  expect(told).toMatchObject([{ code: 'profile-put-aside' }])
  expect(readFileSync(String(told[0]!.values['file']), 'utf8')).toBe(text)
  expect(await profile.put('layout', 'new')).toEqual({ accepted: true })
  expect(await open().get('layout')).toBe('new')
})

it('says what stood in the way of writing, and goes on', async () => {
  writeFileSync(join(folder, 'home'), 'a file where the folder should be')
  const answer = await open().put('layout', 'x')
  expect(answer).toMatchObject({ accepted: false, reason: { code: 'file-not-written', values: { file: path } } })
  expect(existsSync(path)).toBe(false)
})

it('remembers the mode that was opened until it is closed, and understands no other', async () => {
  const profile = open()
  expect(await lastOpening(profile)).toBeUndefined()
  const opening = { mode: 'demo', seed: 7, speed: 60, edge: 'none' } as const
  await rememberOpening(profile, opening)
  expect(await lastOpening(open())).toEqual(opening)
  await rememberOpening(profile, null)
  expect(await lastOpening(open())).toBeUndefined()
  for (const text of ['{', '{"mode":"live"}', '{"mode":"demo","seed":-1,"speed":60,"edge":"none"}']) {
    await profile.put('last-opening', text)
    expect(await lastOpening(profile)).toBeUndefined()
  }
})
