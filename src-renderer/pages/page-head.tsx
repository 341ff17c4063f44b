import type { JSX, ReactNode } from 'react'

interface PageHeadProps {
  readonly title: string
  readonly children?: ReactNode
}

/** The name of a page and what a first glance at it should tell. */
export function PageHead({ title, children }: PageHeadProps): JSX.Element {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {children}
    </header>
  )
}
