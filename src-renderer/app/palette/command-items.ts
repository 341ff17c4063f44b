import { AppWindow, Download, History, Keyboard, Lock, LogOut, OctagonX, PanelsTopLeft, Play, RotateCcw, Square, SquareArrowOutUpRight } from 'lucide-react'
import type { StatusView } from '../../../src-shared/contract/views.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { toldText } from '../../format/told.ts'
import { startTrading, stopTrading } from '../../stores/commands.ts'
import { ask, askToClearLatch } from '../../stores/dialog-store.ts'
import { askToFlatten } from '../../stores/flatten-store.ts'
import { wishDefaultLayout, wishPanel } from '../../stores/layout-store.ts'
import { PANELS } from '../../stores/layouts.ts'
import { openPage, PAGES } from '../../stores/page-store.ts'
import { toast } from '../../stores/toast-store.ts'
import { MODE_ICONS } from '../../ui/mode-badge.tsx'
import { askProblem } from '../../i18n/ask-problem.ts'
import type { PaletteItem } from './palette-item.ts'

/** What the account can be asked, money commands with a dialog in between. */
export function tradingItems(status: StatusView | undefined): readonly PaletteItem[] {
  if (!status) return []
  const { mode, trading, latches } = status
  return [
    { id: 'flatten', group: 'trading', icon: OctagonX, text: t('palette.flatten'), keys: ['Ctrl', 'Shift', 'F'], asks: true, run: () => askToFlatten(null) },
    trading
      ? { id: 'stop', group: 'trading', icon: Square, text: t('trading.stop-long'), run: () => send(stopTrading) }
      : { id: 'start', group: 'trading', icon: Play, text: t('trading.start-long'), run: () => send(startTrading) },
    ...latches.map(({ latch }) => ({ id: `latch ${latch}`, group: 'trading', icon: Lock, text: t('palette.clear-latch', { latch: word('latch', latch) }), also: latch, asks: true, run: () => askToClearLatch(latch) } as const)),
    { id: 'mode', group: 'trading', icon: MODE_ICONS[mode], text: t('palette.mode', { mode: t(`mode.${mode}`) }), run: () => ask({ kind: 'mode' }) },
    { id: 'close-mode', group: 'trading', icon: LogOut, text: t('palette.leave', { mode: t(`mode.${mode}`) }), asks: true, run: () => ask({ kind: 'close-mode' }) },
    { id: 'export', group: 'trading', icon: Download, text: t('palette.export'), also: 'csv json', run: () => ask({ kind: 'export', table: 'trades' }) },
  ]
}

/** What needs no mode that runs. */
export const replayItems = (): readonly PaletteItem[] => [{ id: 'replay', group: 'page', icon: History, text: t('replay.open'), also: 'replay archive', asks: true, run: () => ask({ kind: 'replay' }) }]

export function pageItems(): readonly PaletteItem[] {
  return PAGES.map((page, i) => ({ id: `page ${page}`, group: 'page', icon: AppWindow, text: t(`page.${page}`), also: page, keys: ['Alt', String(i + 1)], run: () => openPage(page) }))
}

export function panelItems(): readonly PaletteItem[] {
  const newWindow = window.desktop && ({ id: 'new-window', group: 'panel', icon: SquareArrowOutUpRight, text: t('palette.new-window'), run: () => void window.desktop?.newWindow() } as const)
  return [
    ...PANELS.map((panel) => ({
      id: `panel ${panel}`, group: 'panel', icon: PanelsTopLeft, text: t('palette.panel', { panel: t(`panel.${panel}`) }), also: panel,
      run: () => {
        openPage('trade')
        wishPanel(panel)
      },
    } as const)),
    { id: 'reset-layout', group: 'panel', icon: RotateCcw, text: t('dock.reset'), run: wishDefaultLayout },
    ...(newWindow ? [newWindow] : []),
    { id: 'keys', group: 'panel', icon: Keyboard, text: t('palette.keys'), keys: ['?'], run: () => ask({ kind: 'keys' }) },
  ]
}

function send(command: typeof startTrading): void {
  command(crypto.randomUUID()).then(
    (answer) => !answer.accepted && toast({ tone: 'warn', text: toldText(answer.reason) }),
    (error: unknown) => toast({ tone: 'danger', text: askProblem(error) }),
  )
}
