import type { JSX, ReactNode } from 'react'

interface PanelProps {
  readonly name: string
  readonly title: string
  readonly note?: string
  readonly children: ReactNode
}

/** A docked panel with its head. */
export function Panel({ name, title, note, children }: PanelProps): JSX.Element {
  return (
    <section className={`panel panel-${name}`} aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {note !== undefined && <span className="panel-note">{note}</span>}
      </header>
      <div className="panel-body" tabIndex={0} role="group" aria-label={title}>{children}</div>
    </section>
  )
}
