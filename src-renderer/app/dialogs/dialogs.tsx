import type { JSX } from 'react'
import { useDialog } from '../../stores/dialog-store.ts'
import { CommandPalette } from '../palette/palette.tsx'
import { CloseModeDialog } from './close-mode-dialog.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { FlattenDialog } from './flatten-dialog.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { LatchDialog } from './latch-dialog.tsx'
import { ModeDialog } from './mode-dialog.tsx'
import { ModelDialog } from './model-dialog.tsx'
import { ReplayDialog } from './replay-dialog.tsx'
import { TradeReplayDialog } from './trade-replay-dialog.tsx'

/** The one question that is asked, if any. */
export function Dialogs(): JSX.Element | null {
  const question = useDialog((state) => state.question)
  switch (question?.kind) {
    case undefined: return null
    case 'flatten': return <FlattenDialog key={question.instrumentId} instrumentId={question.instrumentId} />
    case 'latch': return <LatchDialog latch={question.latch} />
    case 'export': return <ExportDialog table={question.table} />
    case 'replay': return question.trade ? <TradeReplayDialog trade={question.trade} /> : <ReplayDialog />
    case 'mode': return <ModeDialog />
    case 'close-mode': return <CloseModeDialog />
    case 'model': return <ModelDialog move={question.move} />
    case 'palette': return <CommandPalette />
    case 'keys': return <KeysDialog />
  }
}
