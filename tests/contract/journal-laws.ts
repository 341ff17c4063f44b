import { expect, it } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { Journal } from '../../src-main/engine/journal.port.ts'
import { allSamples, fillBooked, intentOpened, latchSet, ledgerPosted } from '../support/storage-samples.ts'

interface ReadableJournal extends Journal {
  read(): Iterable<JournalledChange>
}

/** What every journal promises, whatever it is made of. */
export function journalLaws(make: () => ReadableJournal): void {
  it('gives back every kind of change as it was appended, in order', () => {
    const journal = make()
    const changes = allSamples()
    journal.append(changes.slice(0, 5))
    journal.append([])
    journal.append(changes.slice(5))
    expect([...journal.read()]).toStrictEqual(changes)
  })

  it.each([
    ['an intent', intentOpened('twice')],
    ['a fill', fillBooked('twice')],
    ['a ledger entry', ledgerPosted('twice')],
  ])('refuses %s that is there already and writes none of its batch', (_name, change) => {
    const journal = make()
    journal.append([change])
    expect(() => journal.append([latchSet('before'), change, latchSet('after')])).toThrow(/twice/)
    expect([...journal.read()]).toStrictEqual([change])
  })

  it('refuses a batch that holds one fill twice', () => {
    const journal = make()
    expect(() => journal.append([fillBooked('1'), fillBooked('1')])).toThrow(/1/)
    expect([...journal.read()]).toEqual([])
  })

  it('takes what may well happen twice', () => {
    const journal = make()
    journal.append([latchSet('daily-loss'), latchSet('daily-loss')])
    expect([...journal.read()]).toHaveLength(2)
  })

  it('can be appended to while somebody reads', () => {
    const journal = make()
    journal.append([latchSet('first')])
    for (const change of journal.read()) if (change.kind === 'latch-set' && change.latch === 'first') journal.append([latchSet('second')])
    expect([...journal.read()]).toHaveLength(2)
  })
}
