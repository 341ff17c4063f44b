import { mustBe, type Guard } from '../verdict.ts'

/** Nothing that opens leaves before it is written. */
export const journal: Guard = ({ journalWritable }) => mustBe('journal', journalWritable, 'journal writable')
