import { ArrowRight, CircleX, Info } from 'lucide-react'
import { useState, type JSX } from 'react'
import type { Opening, Told } from '../../../src-shared/contract/workstation-views.ts'
import { toldText } from '../../format/told.ts'
import { t } from '../../i18n/text.ts'
import { useFreshArchive } from '../../panels/archive/use-fresh-archive.ts'
import { openMode } from '../../stores/commands.ts'
import { useClick } from '../../ui/use-click.ts'
import { DemoOptions } from './demo-options.tsx'
import { ModeCards, type Choosable } from './mode-cards.tsx'
import { demoOpening, FIRST_DEMO, FIRST_PAPER, FIRST_REPLAY, paperOpening, replayOpening } from './opening.ts'
import { PaperOptions } from './paper-options.tsx'
import { ReplayOptions } from './replay-options.tsx'

/** Which mode, and what it needs to know; one button starts it. */
export function ChooseMode({ problem: failure }: { readonly problem: Told | null }): JSX.Element {
  const [mode, setMode] = useState<Choosable>('demo')
  const [demo, setDemo] = useState(FIRST_DEMO)
  const [replay, setReplay] = useState(FIRST_REPLAY)
  const [paper, setPaper] = useState(FIRST_PAPER)
  const archive = useFreshArchive()
  const openings = { demo: () => demoOpening(demo), replay: () => replayOpening(replay), paper: () => paperOpening(paper) }
  const options = {
    demo: () => <DemoOptions choice={demo} onChange={setDemo} />,
    replay: () => <ReplayOptions choice={replay} archive={archive} onChange={setReplay} />,
    paper: () => <PaperOptions choice={paper} onChange={setPaper} />,
  }
  return (
    <>
      <div className="first-scroll">
        {failure && <Failure told={failure} />}
        <h1>{t('first.title')}</h1>
        <p className="first-lead">{t('first.lead')}</p>
        <ModeCards mode={mode} onChoose={setMode} archived={archive?.length} />
        {options[mode]()}
        <p className="first-hint"><Info aria-hidden="true" />{t('first.hurry')}</p>
      </div>
      <Start mode={mode} opening={openings[mode]()} />
    </>
  )
}

function Start({ mode, opening }: { readonly mode: Choosable; readonly opening: Opening | undefined }): JSX.Element {
  const { busy, problem, press } = useClick((requestId) => (opening ? openMode(requestId, opening) : Promise.reject(new Error(t('first.incomplete')))))
  return (
    <footer className="first-foot">
      {problem === undefined ? <span className="quiet">{opening ? t('first.local') : t(`first.missing.${mode}`)}</span> : <span className="problem" role="alert">{problem}</span>}
      <span className="spring" />
      <button type="button" className="large primary" disabled={busy || !opening} title={opening ? undefined : t(`first.missing.${mode}`)} onClick={press}>{t(`first.start.${mode}`)}<ArrowRight aria-hidden="true" /></button>
    </footer>
  )
}

function Failure({ told }: { readonly told: Told }): JSX.Element {
  return (
    <div className="first-failure" role="alert">
      <CircleX aria-hidden="true" />
      <p><b>{t('first.failed')}</b> {toldText(told)} <span>{t('first.failed-then')}</span></p>
    </div>
  )
}
