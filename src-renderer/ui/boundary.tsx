import { RotateCcw } from 'lucide-react'
import { Component, type JSX, type ReactNode } from 'react'
import { t } from '../i18n/text.ts'
import { Trouble } from './states.tsx'

interface BoundaryState {
  readonly problem: string | undefined
}

/** A fault in drawing one part must not blank the window: the rest stays, and the part can be drawn again. */
export class Boundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { problem: undefined }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { problem: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { problem } = this.state
    return problem === undefined ? this.props.children : <Broken problem={problem} onAgain={() => this.setState({ problem: undefined })} />
  }
}

function Broken({ problem, onAgain }: { readonly problem: string; readonly onAgain: () => void }): JSX.Element {
  return (
    <Trouble title={t('broken.title')} action={<button type="button" onClick={onAgain}><RotateCcw aria-hidden="true" />{t('broken.again')}</button>}>
      {t('broken.safe')} <code>{problem}</code>
    </Trouble>
  )
}
