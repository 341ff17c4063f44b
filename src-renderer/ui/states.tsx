import './states.css'
import { CircleX, LoaderCircle } from 'lucide-react'
import type { JSX, ReactNode } from 'react'

interface TroubleProps {
  /** What happened. */
  readonly title: string
  /** What is safe now. */
  readonly children: ReactNode
  /** What a person can do. */
  readonly action?: ReactNode
}

/** Something went wrong: what happened, what is safe, what can be done. */
export function Trouble({ title, children, action }: TroubleProps): JSX.Element {
  return (
    <div className="trouble" role="alert">
      <CircleX aria-hidden="true" />
      <b>{title}</b>
      <p>{children}</p>
      {action}
    </div>
  )
}

const SHAPES = [0, 1, 2, 3, 4]

/** The shape of what comes, and what is waited for. */
export function Skeleton({ label }: { readonly label: string }): JSX.Element {
  return (
    <div className="skeleton" role="status">
      <p><LoaderCircle className="turning" aria-hidden="true" />{label}</p>
      {SHAPES.map((shape) => <i key={shape} />)}
    </div>
  )
}
