import { useId, useRef, type JSX, type KeyboardEvent, type ReactNode } from 'react'
import { float } from '../format/number.ts'

export interface TabItem<Name extends string> {
  readonly name: Name
  readonly text: string
  readonly count?: number | undefined
}

interface TabsProps<Name extends string> {
  readonly label: string
  readonly tabs: readonly TabItem<Name>[]
  readonly shown: Name
  readonly onShow: (name: Name) => void
  /** Right of the tabs. */
  readonly tools?: ReactNode
  readonly children: ReactNode
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

/** One of several things at a time, by its head. One Tab stop; the arrows move. */
export function Tabs<Name extends string>({ label, tabs, shown, onShow, tools, children }: TabsProps<Name>): JSX.Element {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const at = tabs.findIndex(({ name }) => name === shown)
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    const next = step && tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    event.preventDefault()
    onShow(next.name)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[tabs.indexOf(next)]?.focus()
  }
  return (
    <section className="panel tabbed" aria-label={label}>
      <header className="tabs">
        <div role="tablist" aria-label={label} ref={list} onKeyDown={move}>
          {tabs.map(({ name, text, count }) => (
            <button key={name} type="button" role="tab" id={`${id}-${name}`} aria-selected={name === shown} aria-controls={`${id}-body`} tabIndex={name === shown ? 0 : -1} onClick={() => onShow(name)}>
              {text}{count !== undefined && <span className="tab-count">{float(count, 0)}</span>}
            </button>
          ))}
        </div>
        <span className="spring" />
        {tools}
      </header>
      <div className="tab-body" id={`${id}-body`} role="tabpanel" aria-labelledby={`${id}-${shown}`}>{children}</div>
    </section>
  )
}
