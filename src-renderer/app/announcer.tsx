import type { JSX } from 'react'
import { useAnnouncement } from './use-announcement.ts'

/** Results of orders and what the guards did, read politely. Prices never. */
export function Announcer(): JSX.Element {
  return <p className="seen-by-readers" role="status">{useAnnouncement()}</p>
}
