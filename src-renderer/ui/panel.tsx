import type { JSX, ReactNode } from 'react'
import { Boundary } from './boundary.tsx'

interface PanelProps {
  readonly name: string
  readonly title: string
  readonly note?: ReactNode
  /** Controls at the right of the head. */
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** A part of a page with a head of its own. Where it is docked it has a tab instead, so what is in it brings its PanelBody along. */
export function Panel({ name, title, note, tools, children }: PanelProps): JSX.Element {
  return (
    <section className={`panel panel-${name}`} aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {note !== undefined && <span className="panel-note">{note}</span>}
        <span className="spring" />
        {tools}
      </header>
      <Boundary>{children}</Boundary>
    </section>
  )
}

/** What scrolls inside a panel; reachable by keyboard so that it can be scrolled without a mouse. */
export function PanelBody({ label, children }: { readonly label: string; readonly children: ReactNode }): JSX.Element {
  return <div className="panel-body" tabIndex={0} role="group" aria-label={label}>{children}</div>
}
