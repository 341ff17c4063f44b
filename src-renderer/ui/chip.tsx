import './states.css'
import { ArrowDownRight, ArrowUpRight, Ban, Check, CheckCheck, CircleAlert, Hourglass, Loader, LoaderCircle, Minus, ShieldAlert, ShieldCheck, X, type LucideIcon } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../i18n/text.ts'

/** 'turning' is for what is on its way: neither done nor failed. */
export type ChipIcon = 'shield' | 'refused' | 'wait' | 'ban' | 'done' | 'turning'
export type Tone = 'up' | 'down' | 'flat' | 'ok' | 'info' | 'warn' | 'danger' | 'quiet'

const ICONS: Readonly<Record<string, LucideIcon>> = {
  up: ArrowUpRight, down: ArrowDownRight, flat: Minus, ok: Check, info: Loader, warn: CircleAlert, danger: X, quiet: Minus, shield: ShieldCheck, refused: ShieldAlert, wait: Hourglass, ban: Ban, done: CheckCheck, turning: LoaderCircle,
}

interface ChipProps {
  readonly tone: Tone
  readonly text: string
  readonly title?: string | undefined
  readonly icon?: ChipIcon | undefined
  readonly big?: boolean | undefined
}

/** A word with an icon and a colour; icon and word tell it without the colour. */
export function Chip({ tone, text, title, icon, big }: ChipProps): JSX.Element {
  const Icon = ICONS[icon ?? tone] ?? Minus
  return <span className={`chip chip-${tone} ${big ? 'big' : ''}`} title={title}><Icon className={icon === 'turning' ? 'turning' : ''} aria-hidden="true" />{text}</span>
}

/** Which way a position or a decision goes. */
export function SideChip({ side, big }: { readonly side: 'long' | 'short' | 'flat'; readonly big?: boolean }): JSX.Element {
  const tones = { long: 'up', short: 'down', flat: 'flat' } as const
  return <Chip tone={tones[side]} text={t(side)} big={big} />
}
