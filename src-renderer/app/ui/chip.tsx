import type { JSX } from 'react'

type Tone = 'up' | 'down' | 'flat' | 'ok' | 'info' | 'warn' | 'danger'

const MARKS: Readonly<Record<Tone, string>> = { up: '↗', down: '↘', flat: '–', ok: '✓', info: '…', warn: '!', danger: '×' }

/** A word with a mark and a colour; the mark and the word tell it without the colour. */
export function Chip({ tone, text, title }: { readonly tone: Tone; readonly text: string; readonly title?: string }): JSX.Element {
  return <span className={`chip chip-${tone}`} title={title}><span aria-hidden="true">{MARKS[tone]}</span> {text}</span>
}

/** Which way a position or a decision goes. */
export function SideChip({ side }: { readonly side: 'long' | 'short' | 'flat' }): JSX.Element {
  const tones = { long: 'up', short: 'down', flat: 'flat' } as const
  const names = { long: 'Long', short: 'Short', flat: 'Flat' }
  return <Chip tone={tones[side]} text={names[side]} />
}
