import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Passports } from '../../src-main/host/passports.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'
import type { Launched } from '../../src-main/supervision/launcher.port.ts'
import { candleAt, instrumentOf } from '../support/storage-samples.ts'

const home = mkdtempSync(join(tmpdir(), 'haetae-passports-'))
const opening = { folder: openAccountFolder(home, 'sim:replay:1'), accountId: 'sim:replay:1', program: 'test' }
afterAll(() => rmSync(home, { recursive: true }))

/** The real launcher, and what it launched. */
function counting(): { readonly launcher: ReturnType<typeof nodeLauncher>; readonly launched: Launched[] } {
  const real = nodeLauncher(resolve('.'))
  const launched: Launched[] = []
  const launch: typeof real.launch = (...args) => {
    launched.push(real.launch(...args))
    return launched.at(-1)!
  }
  return { launcher: { launch }, launched }
}

it('has a process of its own read the archive, once for all who ask meanwhile', async () => {
  const { launcher, launched } = counting()
  expect(await new Passports(launcher, opening).read(), 'nothing archived yet').toEqual([])
  const archive = new SqliteMarketArchive(opening)
  await archive.putInstruments([instrumentOf('BTCUSDT')])
  await archive.putCandles([0, 1, 4, 5].map((index) => candleAt(index)))
  archive.close()
  const passports = new Passports(launcher, opening)
  const [first, second] = await Promise.all([passports.read(), passports.read()])
  expect(first).toEqual([expect.objectContaining({ instrumentId: 'BTCUSDT', kind: 'trade', rows: 4, gaps: 1, missing: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })])
  expect(second).toBe(first)
  expect(launched).toHaveLength(2)
})

it('says so when that process dies, and can be asked again', async () => {
  const { launcher, launched } = counting()
  const passports = new Passports(launcher, opening)
  const asked = passports.read()
  launched[0]!.end()
  await expect(asked).rejects.toThrow('could not be read')
  expect(await passports.read()).toHaveLength(1)
})
