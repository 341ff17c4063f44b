import type { JSX } from 'react'
import { useConnection } from '../stores/connection-store.ts'

/** What happened, what is safe now, what you can do. */
const TEXTS = {
  lost: 'No connection to the engine: the values on this page are old. Stops that rest at the venue work without this page. It reconnects by itself when the engine runs again.',
  locked: 'The engine does not know this tab: its link was used or its session ended. The engine and its stops go on. Open the newest link the engine printed, or start the engine again for a new one.',
} as const

export function Banner(): JSX.Element | null {
  const state = useConnection((connection) => connection.state)
  return state === 'lost' || state === 'locked' ? <p className="banner" role="alert">{TEXTS[state]}</p> : null
}
