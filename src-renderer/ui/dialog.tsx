import type { LucideIcon } from 'lucide-react'
import { useId, type JSX, type ReactNode } from 'react'
import { useModal } from './use-modal.ts'

interface DialogProps {
  /** The colour of what it leads to: its top line and icon. */
  readonly tone: 'danger' | 'warn' | 'accent' | 'mode-demo' | 'mode-replay' | 'mode-paper' | 'mode-live'
  readonly icon: LucideIcon
  readonly title: string
  readonly note?: string | undefined
  /** Left of the buttons: what Esc does. */
  readonly hint?: ReactNode
  /** The safe one first; the other answers the title's question with a verb. */
  readonly buttons: ReactNode
  readonly children?: ReactNode
  readonly wide?: boolean
  readonly onClose: () => void
}

/** A question over the page. Esc, which the browser gives, is the safe way; closing gives the focus back to what had it. */
export function Dialog({ tone, icon: Icon, title, note, hint, buttons, children, wide, onClose }: DialogProps): JSX.Element {
  const dialog = useModal(onClose)
  const id = useId()
  return (
    <dialog ref={dialog} className={`dialog tone-${tone} ${wide ? 'wide' : ''}`} aria-labelledby={`${id}-title`} aria-describedby={note === undefined ? undefined : `${id}-note`}>
      <header>
        <span className="dialog-icon"><Icon aria-hidden="true" /></span>
        <div>
          <h2 id={`${id}-title`}>{title}</h2>
          {note !== undefined && <p id={`${id}-note`}>{note}</p>}
        </div>
      </header>
      {children !== undefined && <div className="dialog-body">{children}</div>}
      <footer>
        {hint}
        <span className="spring" />
        {buttons}
      </footer>
    </dialog>
  )
}

/** Facts of a dialog: what, and how much. */
export function Facts({ rows }: { readonly rows: readonly (readonly [name: string, value: ReactNode])[] }): JSX.Element {
  return (
    <dl className="fact-rows">
      {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  )
}
