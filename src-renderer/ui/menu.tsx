import type { LucideIcon } from 'lucide-react'
import { useId, useRef, useState, type JSX, type KeyboardEvent, type ReactNode, type ToggleEvent } from 'react'

export interface MenuItem {
  readonly text: string
  readonly icon?: LucideIcon | undefined
  readonly disabled?: boolean
  /** Begins a group: a line is drawn above. */
  readonly apart?: boolean
  readonly onChoose: () => void
}

interface MenuProps {
  readonly label: string
  readonly className?: string
  readonly items: () => readonly MenuItem[]
  readonly children: ReactNode
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
const EDGE = 8

/** A button with a list of things to do. The browser closes it on Esc and on a press elsewhere, and gives the focus back. */
export function Menu({ label, className, items, children }: MenuProps): JSX.Element {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const onToggle = (event: ToggleEvent<HTMLDivElement>): void => {
    setOpen(event.newState === 'open')
    if (event.newState === 'open') place(button.current, event.currentTarget)
  }
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? [])]
    const at = buttons.findIndex((item) => item === document.activeElement)
    buttons[(at + step + buttons.length) % buttons.length]?.focus()
  }
  const choose = (item: MenuItem): void => {
    list.current?.hidePopover()
    item.onChoose()
  }
  return (
    <>
      <button type="button" ref={button} className={`ghost icon ${className ?? ''}`} aria-label={label} title={label} aria-haspopup="menu" aria-expanded={open} popoverTarget={id}>{children}</button>
      <div id={id} ref={list} popover="auto" role="menu" aria-label={label} className="menu" onToggle={onToggle} onKeyDown={move}>
        {open && items().map((item) => <Item key={item.text} item={item} onChoose={choose} />)}
      </div>
    </>
  )
}

function Item({ item, onChoose }: { readonly item: MenuItem; readonly onChoose: (item: MenuItem) => void }): JSX.Element {
  const Icon = item.icon
  return (
    <button type="button" role="menuitem" className={item.apart ? 'apart' : ''} disabled={item.disabled} onClick={() => onChoose(item)}>
      {Icon ? <Icon aria-hidden="true" /> : <i className="no-icon" />}
      <span>{item.text}</span>
    </button>
  )
}

/** Under the button's right end, inside of the window; the first thing to choose has the focus. */
function place(button: HTMLElement | null, list: HTMLElement): void {
  const at = button?.getBoundingClientRect()
  if (!at) return
  requestAnimationFrame(() => {
    const { width, height } = list.getBoundingClientRect()
    list.style.left = `${Math.max(EDGE, Math.min(at.right - width, innerWidth - width - EDGE))}px`
    list.style.top = `${Math.max(EDGE, Math.min(at.bottom + 2, innerHeight - height - EDGE))}px`
    list.querySelector<HTMLButtonElement>('button:enabled')?.focus()
  })
}
