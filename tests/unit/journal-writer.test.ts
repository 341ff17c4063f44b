import { expect, it } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { JournalUnavailable } from '../../src-main/engine/journal.port.ts'
import { JournalWriter } from '../../src-main/engine/journal-writer.ts'
import { allSamples, SAMPLES } from '../support/storage-samples.ts'

/** Keeps in memory what is appended; a full disk takes nothing. */
class Shelf {
  readonly rows: JournalledChange[] = []
  full = false
  append(changes: readonly JournalledChange[]): void {
    if (this.full) throw new JournalUnavailable('the disk is full')
    this.rows.push(...changes)
  }
  clear(): void {
    this.rows.length = 0
  }
}

const time = 1_000 as TimeMs
const [latch, cleared] = [SAMPLES['latch-set'], SAMPLES['latch-cleared']]

it.each(allSamples().map((sample) => [sample.kind, sample] as const))('writes every change that a restart must know: %s', (_, sample) => {
  const journal = new Shelf()
  expect(new JournalWriter(journal, new Shelf()).append([sample])).toBe(true)
  expect(journal.rows).toEqual([sample])
})

it('writes nothing of what markets and clocks tell again', () => {
  const journal = new Shelf()
  const writer = new JournalWriter(journal, new Shelf())
  expect(writer.append([{ kind: 'venue-heard', time }, latch, { kind: 'wake-requested', time, wakeAt: time }])).toBe(true)
  expect(journal.rows).toEqual([latch])
})

it('keeps aside what a full disk does not take, and writes it before anything newer when there is room', () => {
  const [journal, fallback] = [new Shelf(), new Shelf()]
  const writer = new JournalWriter(journal, fallback)
  journal.full = true
  expect(writer.append([latch])).toBe(false)
  expect(fallback.rows).toEqual([latch])
  // Nothing to write, and still something that is not written.
  expect(writer.append([{ kind: 'venue-heard', time }])).toBe(false)
  journal.full = false
  expect(writer.append([cleared])).toBe(true)
  expect([journal.rows, fallback.rows]).toEqual([[latch, cleared], []])
})
