import type { LucideIcon } from 'lucide-react'
import type { JSX, ReactNode } from 'react'

interface EmptyProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
}

/** What stands where there is nothing to show: why, and what would change it. */
export function Empty({ icon: Icon, title, children }: EmptyProps): JSX.Element {
  return (
    <div className="empty">
      <Icon aria-hidden="true" />
      <b>{title}</b>
      {children}
    </div>
  )
}
