import { CornerDownLeft, Search } from 'lucide-react'
import { useDeferredValue, useEffect, useState, type JSX, type KeyboardEvent } from 'react'
import { t } from '../../i18n/text.ts'
import { ask, dismissDialog } from '../../stores/dialog-store.ts'
import { useModal } from '../../ui/use-modal.ts'
import { GROUPS, type PaletteItem } from './palette-item.ts'
import { usePaletteItems } from './use-palette-items.ts'
import './palette.css'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
const optionId = (index: number): string => `palette-${index}`

/** Finds instruments, pages, commands and answers. Enter does the marked one; what touches money asks first. */
export function CommandPalette(): JSX.Element {
  const dialog = useModal(dismissDialog)
  const [query, setQuery] = useState('')
  const [marked, setMarked] = useState(0)
  const items = grouped(usePaletteItems(useDeferredValue(query)))
  const current = Math.min(marked, items.length - 1)
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which is no way to undo an effect.
    document.getElementById(optionId(current))?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (step !== undefined && items.length > 0) {
      event.preventDefault()
      setMarked(Math.abs(step) > 1 ? Math.max(0, Math.min(items.length - 1, current + step)) : (current + step + items.length) % items.length)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(items[current])
    if (event.key === '?' && query === '') {
      event.preventDefault()
      ask({ kind: 'keys' })
    }
  }
  const type = (text: string): void => {
    setQuery(text)
    setMarked(0)
  }
  return (
    <dialog ref={dialog} className="palette" aria-label={t('bar.palette')} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <label className="palette-query">
        <Search aria-hidden="true" />
        <input
          type="text" role="combobox" data-first-focus aria-label={t('palette.query')} placeholder={t('palette.hint')} aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
          aria-activedescendant={current >= 0 ? optionId(current) : undefined} autoComplete="off" spellCheck={false} value={query} onChange={(event) => type(event.target.value)} onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </label>
      <div className="palette-list" id="palette-list" role="listbox" aria-label={t('palette.found')}>
        {items.map((item, i) => <Option key={item.id} item={item} index={i} marked={i === current} heads={items[i - 1]?.group !== item.group} onMark={setMarked} />)}
      </div>
      {items.length === 0 && <p className="palette-none" role="status">{t('palette.none')}</p>}
      <Hints />
    </dialog>
  )
}

interface OptionProps {
  readonly item: PaletteItem
  readonly index: number
  readonly marked: boolean
  /** First of its group: the group's name stands above. */
  readonly heads: boolean
  readonly onMark: (index: number) => void
}

function Option({ item, index, marked, heads, onMark }: OptionProps): JSX.Element {
  const Icon = item.icon
  return (
    <>
      {heads && <p className="palette-group" role="presentation">{t(`palette.group.${item.group}`)}</p>}
      <div id={optionId(index)} role="option" aria-selected={marked} className="palette-item" onPointerMove={() => marked || onMark(index)} onClick={() => run(item)}>
        <Icon aria-hidden="true" />
        <span className="palette-text" data-shortens>{item.text}</span>
        {item.note !== undefined && <span className="quiet">{item.note}</span>}
        {item.asks && <span className="quiet">{t('palette.asks')}</span>}
        {item.keys?.map((key) => <kbd key={key}>{key}</kbd>)}
        {marked && <kbd><CornerDownLeft aria-hidden="true" /></kbd>}
      </div>
    </>
  )
}

function Hints(): JSX.Element {
  return (
    <footer aria-hidden="true">
      <span><kbd>↑</kbd><kbd>↓</kbd>{t('palette.choose')}</span>
      <span><kbd>↵</kbd>{t('palette.run')}</span>
      <span><kbd>?</kbd>{t('palette.help')}</span>
      <span className="spring" />
      <span>{t('palette.money')}</span>
    </footer>
  )
}

/** Groups stay together, in the order in which the best of each was found. */
function grouped(items: readonly PaletteItem[]): readonly PaletteItem[] {
  const order = [...new Set([...items.map(({ group }) => group), ...GROUPS])]
  return items.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group))
}

/** Closed first: what it does may ask a question of its own. */
function run(item: PaletteItem | undefined): void {
  if (!item) return
  dismissDialog()
  item.run()
}
