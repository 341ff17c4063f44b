import './log.css'
import { ArrowUp, ScrollText } from 'lucide-react'
import { memo, useMemo, useRef, useState, type JSX, type UIEvent } from 'react'
import type { LogRow } from '../../../src-shared/contract/views.ts'
import { fullTime, logClock, zoneName } from '../../format/time.ts'
import { toldText } from '../../format/told.ts'
import { plural, t } from '../../i18n/text.ts'
import { useLog } from '../../stores/log-store.ts'
import { Chip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { atLeast, keyOf, newerThan, type Level } from './rows.ts'

const DRAWN_MAX = 250
/** A little is no scrolling: a finger rests there. */
const SCROLLED_PX = 8

/** What happened, newest first. While it is scrolled nothing moves: what is new is counted. */
export function EventLog(): JSX.Element {
  const rows = useLog((state) => state.rows)
  const [level, setLevel] = useState<Level>('info')
  const [held, setHeld] = useState<readonly LogRow[]>()
  const list = useRef<HTMLDivElement>(null)
  const shown = useMemo(() => atLeast(held ?? rows ?? [], level).toReversed(), [held, rows, level])
  if (!rows) return <Skeleton label={t('waiting')} />
  const newer = held ? newerThan(rows, held) : 0
  const onScroll = ({ currentTarget }: UIEvent): void => setHeld(currentTarget.scrollTop > SCROLLED_PX ? (held ?? rows) : undefined)
  const levels = [{ value: 'info', text: t('log.all') }, { value: 'warn', text: t('log.warnings') }, { value: 'alarm', text: t('log.alarms') }] as const
  return (
    <div className="log">
      <div className="log-head">
        <Segments label={t('log.level')} value={level} segments={levels} onChoose={setLevel} />
        {newer > 0 && <button type="button" className="small" onClick={() => list.current?.scrollTo({ top: 0 })}><ArrowUp aria-hidden="true" />{plural('log.newer', newer)}</button>}
        <span className="spring" />
        <span className="quiet">{rows.length > 0 && zoneName(rows.at(-1)?.time ?? 0)}</span>
      </div>
      <div className="panel-body" ref={list} tabIndex={0} role="group" aria-label={t('log.title')} onScroll={onScroll}>
        {shown.length === 0 && <Empty icon={ScrollText} title={t(rows.length === 0 ? 'log.none' : 'log.none-of-level')} />}
        <ol className="log-rows">{shown.slice(0, DRAWN_MAX).map((row) => <Line key={keyOf(row)} row={row} />)}</ol>
        {shown.length > DRAWN_MAX && <p className="hint">{t('table.more', { drawn: DRAWN_MAX, all: shown.length })}</p>}
      </div>
    </div>
  )
}

const TONES = { info: 'quiet', warn: 'warn', alarm: 'danger' } as const
const NAMES = { info: 'log.info', warn: 'log.warn', alarm: 'log.alarm' } as const

const Line = memo(({ row }: { readonly row: LogRow }): JSX.Element => (
  <li className={row.level} title={row.code}>
    <time title={fullTime(row.time)}>{logClock(row.time)}</time>
    <span className="log-level">{row.level === 'info' ? t(NAMES.info) : <Chip tone={TONES[row.level]} text={t(NAMES[row.level])} />}</span>
    <span>{toldText(row)}</span>
  </li>
))
