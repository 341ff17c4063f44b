import './feed.css'
import { Radio } from 'lucide-react'
import type { JSX } from 'react'
import type { BudgetView, FeedView } from '../../../src-shared/contract/data-views.ts'
import { float } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { useFeed } from '../../stores/feed-store.ts'
import { Chip, type ChipIcon, type Tone } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Meter } from '../../ui/meter.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/states.tsx'

const PHASES: Readonly<Record<FeedView['phase'], { readonly tone: Tone; readonly icon: ChipIcon }>> = {
  connecting: { tone: 'info', icon: 'turning' }, filling: { tone: 'info', icon: 'turning' }, fresh: { tone: 'ok', icon: 'done' },
  stale: { tone: 'danger', icon: 'refused' }, resting: { tone: 'warn', icon: 'wait' },
}

/** How live data come in: from where, by which clock, and what of the venue's patience is used. */
export function FeedFacts(): JSX.Element {
  const feed = useFeed(({ value }) => value)
  return (
    <PanelBody label={t('live.title')}>
      {feed === undefined && <Skeleton label={t('waiting')} />}
      {feed === null && <Empty icon={Radio} title={t('live.none')}>{t('live.none-note')}</Empty>}
      {feed && <Facts feed={feed} />}
    </PanelBody>
  )
}

export function PhaseChip({ phase, big }: { readonly phase: FeedView['phase']; readonly big?: boolean }): JSX.Element {
  const { tone, icon } = PHASES[phase]
  return <Chip tone={tone} icon={icon} big={big} text={word('feed-phase', phase)} />
}

function Facts({ feed }: { readonly feed: FeedView }): JSX.Element {
  const { clock } = feed
  return (
    <dl className="feed-facts">
      <dt>{t('live.venue')}</dt>
      <dd>{word('binance', feed.venue)}</dd>
      <dt>{t('live.phase')}</dt>
      <dd><PhaseChip phase={feed.phase} /></dd>
      <dt>{t('live.clock')}</dt>
      <dd>{clock ? t('live.clock-offset', { offset: float(clock.offsetMs, 0, true), doubt: float(clock.uncertaintyMs, 0) }) : t('live.clock-unknown')}</dd>
      <dt>{t('live.budget')}</dt>
      <dd><Budget budget={feed.budget} /></dd>
    </dl>
  )
}

/** What was asked in this minute of the venue; the mark shows where we stop, the rest is for exits and for others at this address. */
function Budget({ budget: { used, limit, share, closedForMs } }: { readonly budget: BudgetView }): JSX.Element {
  const text = t('live.budget-used', { used: float(used, 0), limit: float(limit, 0) })
  return (
    <span className="feed-budget">
      <Meter label={t('live.budget')} part={limit > 0 ? used / limit : 0} warnAt={share} valueText={text} />
      <span>{text}</span>
      {closedForMs > 0 && <span className="warn">{t('live.resting', { left: duration(closedForMs) })}</span>}
    </span>
  )
}
