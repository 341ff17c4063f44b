import '../../pages/first-run/first-run.css'
import { History } from 'lucide-react'
import { useState, type JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { FIRST_REPLAY, replayOpening } from '../../pages/first-run/opening.ts'
import { ReplayOptions } from '../../pages/first-run/replay-options.tsx'
import { useFreshArchive } from '../../panels/archive/use-fresh-archive.ts'
import { dismissDialog } from '../../stores/dialog-store.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { StartReplay } from './start-replay.tsx'

/** Any archived days, at any speed, in place of what runs. */
export function ReplayDialog(): JSX.Element {
  const [choice, setChoice] = useState(FIRST_REPLAY)
  const archive = useFreshArchive()
  return (
    <Dialog tone="mode-replay" icon={History} title={t('replay.dialog')} note={t('replay.dialog-note')} onClose={dismissDialog} wide buttons={<StartReplay opening={replayOpening(choice)} />}>
      <ReplayOptions choice={choice} archive={archive} onChange={setChoice} />
    </Dialog>
  )
}
