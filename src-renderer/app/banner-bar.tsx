import { CircleStop, ClockAlert, KeyRound, LoaderCircle, Lock, Play, PlugZap, ShieldX, TriangleAlert, X, type LucideIcon } from 'lucide-react'
import type { JSX } from 'react'
import { age } from '../format/time.ts'
import { word } from '../format/words.ts'
import { plural, t } from '../i18n/text.ts'
import { startTrading } from '../stores/commands.ts'
import { ask } from '../stores/dialog-store.ts'
import { askToFlatten } from '../stores/flatten-store.ts'
import { declineInvite } from '../stores/invite-store.ts'
import { openPage } from '../stores/page-store.ts'
import { useStatus } from '../stores/status-store.ts'
import { useClick } from '../ui/use-click.ts'
import { SEVERITY, type Banner } from './banner-choice.ts'

const ICONS: Readonly<Record<Banner['kind'], LucideIcon>> = {
  locked: KeyRound, lost: PlugZap, connecting: LoaderCircle, unprotected: ShieldX, 'exits-only': TriangleAlert, frozen: ClockAlert, latched: Lock, ended: CircleStop, invite: Play,
}

/** What happened, what is safe now, what you can do. Pushes the page down, covers nothing. */
export function BannerBar({ banner }: { readonly banner: Banner }): JSX.Element {
  const Icon = ICONS[banner.kind]
  return (
    <div className={`banner banner-${SEVERITY[banner.kind]}`} role="region" aria-label={t('banner.region')}>
      <Icon aria-hidden="true" />
      <p><b>{headline(banner)}</b> {consequence(banner)}</p>
      <Action banner={banner} />
    </div>
  )
}

/** What happened, for a screen reader: without what counts on, or it would be read every second. */
export function spoken(banner: Banner): string {
  switch (banner.kind) {
    case 'lost': return t('banner.lost-spoken')
    case 'frozen': return t('banner.frozen-spoken')
    case 'unprotected': return t('banner.unprotected-spoken', { instruments: banner.instruments.join(', ') })
    default: return headline(banner)
  }
}

function headline(banner: Banner): string {
  switch (banner.kind) {
    case 'lost': return t('banner.lost', { age: age(banner.lostMs) })
    case 'unprotected': return t('banner.unprotected', { instruments: banner.instruments.join(', '), age: age(banner.nakedMs) })
    case 'frozen': return t('banner.frozen', { age: age(banner.ageMs) })
    case 'exits-only': return t('banner.exits-only', { crashes: banner.crashes })
    case 'latched': return t('banner.latched', { latches: banner.latches.map((latch) => word('latch', latch)).join(', ') })
    default: return t(`banner.${banner.kind}`)
  }
}

function consequence(banner: Banner): string {
  const stops = 'stops' in banner && banner.stops > 0 ? ` ${plural('banner.stops', banner.stops)}` : ''
  return t(`banner.${banner.kind}-then`) + stops
}

function Action({ banner }: { readonly banner: Banner }): JSX.Element | null {
  switch (banner.kind) {
    case 'latched': return <button type="button" onClick={() => openPage('risk')}>{t('banner.show-latches')}</button>
    case 'ended': return <button type="button" onClick={() => ask({ kind: 'close-mode' })}>{t('banner.leave')}</button>
    case 'invite': return <Invite />
    case 'unprotected': return <button type="button" className="danger" onClick={() => askToFlatten(banner.instruments.length === 1 ? (banner.instruments[0] ?? null) : null)}>{t('banner.close-them')}</button>
    default: return null
  }
}

/** The next step after a mode was opened. */
function Invite(): JSX.Element {
  const sessionId = useStatus(({ value }) => value?.sessionId ?? '')
  const { busy, problem, press } = useClick(startTrading)
  return (
    <>
      {problem !== undefined && <span className="problem" role="alert">{problem}</span>}
      <button type="button" className="primary" disabled={busy} onClick={press}><Play aria-hidden="true" />{t('trading.start-long')}</button>
      <button type="button" className="ghost icon" aria-label={t('banner.not-now')} title={t('banner.not-now')} onClick={() => declineInvite(sessionId)}><X aria-hidden="true" /></button>
    </>
  )
}
