import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountFolderName, haetaeHome, openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { refusalOf, temporaryFolder } from '../support/storage-folder.ts'
import { ACCOUNT } from '../support/storage-samples.ts'

const home = (platform: string, env: Record<string, string> = {}): string => haetaeHome({ platform, env, userFolder: resolve('/home/kim') })

describe('the place of all files', () => {
  it('is HAETAE_HOME before anything else', () => {
    for (const platform of ['linux', 'darwin', 'win32']) expect(home(platform, { HAETAE_HOME: '/big/disk', XDG_DATA_HOME: '/x', LOCALAPPDATA: '/y' })).toBe(resolve('/big/disk'))
  })

  it('is else the place of the platform', () => {
    expect(home('linux')).toBe(resolve('/home/kim/.local/share/haetae'))
    expect(home('linux', { XDG_DATA_HOME: resolve('/data') })).toBe(resolve('/data/haetae'))
    expect(home('darwin')).toBe(resolve('/home/kim/Library/Application Support/Haetae'))
    expect(home('win32', { LOCALAPPDATA: resolve('/local') })).toBe(resolve('/local/Haetae'))
  })

  it('does not take an empty or relative setting', () => {
    expect(home('linux', { HAETAE_HOME: '', XDG_DATA_HOME: 'here' })).toBe(resolve('/home/kim/.local/share/haetae'))
  })
})

describe('the folder of an account', () => {
  it('is made for this user only', () => {
    const folder = openAccountFolder(join(temporaryFolder(), 'new'), ACCOUNT)
    expect(folder).toMatch(/sim_demo_5$/)
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder)).toEqual([])
  })

  it('is another one for every account', () => {
    const part = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,3}[a-z0-9])?$/)
    const id = fc.array(part, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(':'))
    fc.assert(fc.property(id, id, (a, b) => (a === b) === (accountFolderName(a) === accountFolderName(b))))
  })

  it.each(['', 'sim', 'sim:', ':sim', 'sim::7', 'sim:../..', 'sim:..', 'Sim:demo', 'sim:de_mo', 'sim/demo:1', 'sim:demo\n', 'a:b:c:d:e', `a:${'x'.repeat(100)}`])('refuses %j as an account', (id) => {
    expect(() => accountFolderName(id)).toThrow(RangeError)
  })

  it('names the path and what to do when it cannot be made or written', () => {
    const parent = temporaryFolder()
    writeFileSync(join(parent, 'sim_demo_5'), 'a file')
    mkdirSync(join(parent, 'inner'))
    writeFileSync(join(parent, 'inner', 'home'), 'a file')
    for (const place of [parent, join(parent, 'inner', 'home')]) {
      const refusal = refusalOf(() => openAccountFolder(place, ACCOUNT))
      expect(refusal.code).toBe('read-only')
      expect(refusal.message).toContain(join(place, 'sim_demo_5'))
      expect(refusal.message).toContain('HAETAE_HOME')
    }
  })
})
