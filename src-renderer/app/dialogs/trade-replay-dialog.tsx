import { History } from 'lucide-react'
import { useState, type JSX } from 'react'
import type { Opening } from '../../../src-shared/contract/workstation-views.ts'
import { date, hourMinute, zoneName } from '../../format/time.ts'
import { plural, t } from '../../i18n/text.ts'
import { ReplaySpeeds } from '../../pages/first-run/replay-options.tsx'
import { dismissDialog, type TradeToReplay } from '../../stores/dialog-store.ts'
import { selectInstrument } from '../../stores/selection-store.ts'
import { Dialog, Facts } from '../../ui/dialog.tsx'
import { StartReplay } from './start-replay.tsx'

const HOUR_MS = 3_600_000
/** The hour before the entry passes in a minute. */
const CALM = 60

/** One trade of a report, seen coming. */
export function TradeReplayDialog({ trade }: { readonly trade: TradeToReplay }): JSX.Element {
  const [speed, setSpeed] = useState<number | null>(CALM)
  const { instrumentId, side, openedAt, instruments, strategyId } = trade
  const from = openedAt - HOUR_MS
  const opening: Opening = { mode: 'replay', instruments, from, to: null, speed, strategyId }
  const at = (time: number): string => `${date(time)} ${hourMinute(time)} ${zoneName(time)}`
  return (
    <Dialog tone="mode-replay" icon={History} title={t('replay.trade-title')} note={t('replay.trade-note')} onClose={dismissDialog} wide buttons={<StartReplay opening={opening} onStarted={() => selectInstrument(instrumentId)} />}>
      <Facts rows={[
        [t('replay.trade-what'), <b key="trade">{instrumentId} {t(side)}</b>],
        [t('replay.trade-at'), at(openedAt)],
        [t('replay.trade-from'), at(from)],
        [t('replay.trade-market'), <span key="market" title={instruments.join(', ')}>{plural('backtest.instruments', instruments.length)}</span>],
        [t('first.speed'), <ReplaySpeeds key="speed" speed={speed} onChoose={setSpeed} />],
      ]} />
    </Dialog>
  )
}
