import type { JSX, ReactNode } from 'react'

/** A part of what stands beside the curve. */
export function Section({ title, note, children }: { readonly title: string; readonly note?: string | undefined; readonly children: ReactNode }): JSX.Element {
  return (
    <section className="report-section" aria-label={title}>
      <header><h2>{title}</h2>{note !== undefined && <span className="quiet">{note}</span>}</header>
      {children}
    </section>
  )
}
