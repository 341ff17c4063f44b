import type { OrderRow } from '../../../src-shared/contract/views.ts'
import type { ChipIcon, Tone } from '../../ui/chip.tsx'

interface Looks {
  readonly tone: Tone
  readonly icon?: ChipIcon
  /** Its outcome is not known: neither done nor failed, and time counts. */
  readonly isOpen: boolean
}

const OPEN: Looks = { tone: 'info', icon: 'turning', isOpen: true }
const closed = (tone: Tone, icon?: ChipIcon): Looks => (icon ? { tone, icon, isOpen: false } : { tone, isOpen: false })

const LOOKS: Readonly<Record<string, Looks>> = {
  pending: OPEN, sent: OPEN, unknown: OPEN, accepted: closed('ok', 'shield'), 'partially-filled': closed('ok'), filled: closed('quiet', 'done'), cancelled: closed('quiet', 'ban'), expired: closed('quiet', 'ban'),
  rejected: closed('warn', 'refused'), abandoned: closed('quiet', 'ban'), superseded: closed('quiet'), 'needs-person': closed('danger'),
}

/** A state that this version does not know looks plain. */
export const looksOf = (state: string): Looks => LOOKS[state] ?? closed('quiet')

/** By the time they were made; of the same time the later told stands first. */
export const newestFirst = (rows: readonly OrderRow[]): readonly OrderRow[] => rows.toReversed().toSorted((a, b) => b.createdAt - a.createdAt)
