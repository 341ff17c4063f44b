import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { keepWithin, touch } from '../../src-main/storage/file-budget.ts'
import { temporaryFolder } from '../support/storage-folder.ts'

const NOW = 1_700_000_000_000 as TimeMs

/** Files of these sizes, each used a minute before the one that stands before it. */
function files(sizes: Readonly<Record<string, number>>): string {
  const folder = temporaryFolder()
  for (const [place, [name, size]] of Object.entries(sizes).entries()) {
    writeFileSync(join(folder, name), new Uint8Array(size))
    touch(join(folder, name), (NOW - 60_000 * place) as TimeMs)
  }
  return folder
}

it('removes what was used longest ago, and never what is in use', () => {
  const folder = files({ newest: 10, second: 40, third: 30, oldest: 20 })
  keepWithin(folder, { bytesMax: 100, kept: join(folder, 'oldest'), now: NOW })
  expect(readdirSync(folder).toSorted()).toEqual(['newest', 'oldest', 'second', 'third'])
  keepWithin(folder, { bytesMax: 99, kept: join(folder, 'oldest'), now: NOW })
  expect(readdirSync(folder).toSorted()).toEqual(['newest', 'oldest', 'second'])
  touch(join(folder, 'second'), (NOW + 1) as TimeMs)
  keepWithin(folder, { bytesMax: 60, kept: join(folder, 'oldest'), now: NOW })
  expect(readdirSync(folder).toSorted()).toEqual(['oldest', 'second'])
  keepWithin(folder, { bytesMax: 5, kept: join(folder, 'oldest'), now: NOW })
  expect(readdirSync(folder)).toEqual(['oldest'])
})

it('removes drafts that were left, and no draft that somebody may be writing', () => {
  const folder = files({ kept: 10, 'a.part-12': 500, 'b.part-13': 500 })
  touch(join(folder, 'b.part-13'), (NOW - DAY_MS - 1) as TimeMs)
  keepWithin(folder, { bytesMax: 20, kept: join(folder, 'kept'), now: NOW })
  expect(readdirSync(folder).toSorted()).toEqual(['a.part-12', 'kept'])
})
