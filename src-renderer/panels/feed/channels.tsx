import './feed.css'
import { useMemo, type JSX } from 'react'
import type { ChannelRow } from '../../../src-shared/contract/data-views.ts'
import { DASH, float } from '../../format/number.ts'
import { age, duration } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { plural, t } from '../../i18n/text.ts'
import { useFeed } from '../../stores/feed-store.ts'
import { PanelBody } from '../../ui/panel.tsx'
import { Table, type Column } from '../../ui/table.tsx'

interface InstrumentRow {
  readonly instrumentId: string
  readonly channels: ReadonlyMap<string, ChannelRow>
}

/** How old each kind of data of each instrument is. */
export function Channels(): JSX.Element {
  const channels = useFeed(({ value }) => value?.channels)
  const rows = useMemo(() => byInstrument(channels ?? []), [channels])
  const names = useMemo(() => [...new Set(channels?.map(({ channel }) => channel))], [channels])
  const key = names.join()
  const columns = useMemo(() => columnsOf(key === '' ? [] : key.split(',')), [key])
  return (
    <PanelBody label={t('live.channels')}>
      <Table label={t('live.channels')} columns={columns} rows={rows} keyOf={({ instrumentId }) => instrumentId} empty={t('live.no-channels')} />
    </PanelBody>
  )
}

function byInstrument(channels: readonly ChannelRow[]): readonly InstrumentRow[] {
  const rows = new Map<string, Map<string, ChannelRow>>()
  for (const channel of channels) {
    const row = rows.get(channel.instrumentId) ?? new Map<string, ChannelRow>()
    rows.set(channel.instrumentId, row.set(channel.channel, channel))
  }
  return Array.from(rows, ([instrumentId, own]) => ({ instrumentId, channels: own }))
}

function columnsOf(names: readonly string[]): readonly Column<InstrumentRow>[] {
  return [
    { id: 'instrument', head: t('live.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b>, wide: true },
    ...names.map((name): Column<InstrumentRow> => ({ id: name, head: word('channel', name), number: true, cell: ({ channels }) => <Cell channel={channels.get(name)} />, title: ({ channels }) => titleOf(channels.get(name)) })),
  ]
}

function Cell({ channel }: { readonly channel: ChannelRow | undefined }): JSX.Element {
  if (!channel) return <span className="quiet">{DASH}</span>
  const { state, ageMs } = channel
  return <span className={`channel channel-${state}`}><i role="img" aria-label={word('channel-state', state)} />{ageMs === null ? word('channel-state', state) : age(ageMs)}</span>
}

function titleOf(channel: ChannelRow | undefined): string {
  if (!channel) return ''
  const { state, messages, gaps, silentAfterMs } = channel
  return [word('channel-state', state), plural('live.messages', messages, { shown: float(messages, 0) }), plural('live.gaps', gaps, { shown: float(gaps, 0) }), t('live.silent-after', { time: duration(silentAfterMs) })].join(' · ')
}
