import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { TextKey, Words } from './texts.ts'
import type { offers } from './tray-state.ts'

/** What menus and tray can do. */
export interface Commands {
  readonly newWindow: () => void
  readonly show: () => void
  readonly start: () => void
  readonly stop: () => void
  readonly flatten: () => void
  readonly quit: () => void
}

export interface MenuWanted {
  readonly words: Words
  readonly offers: ReturnType<typeof offers>
  readonly commands: Commands
  readonly isPackaged: boolean
}

type Item = MenuItemConstructorOptions
const LINE: Item = { type: 'separator' }

/** The same three items in the application's menu and in the tray's. No key trades: the window has its own, and asks. */
const tradingItems = ({ words, offers: can, commands }: MenuWanted): Item[] => [
  { id: 'trading.start', label: words('menu.start'), enabled: can.start, click: () => commands.start() },
  { id: 'trading.stop', label: words('menu.stop'), enabled: can.stop, click: () => commands.stop() },
  { id: 'trading.flatten', label: words('menu.flatten'), enabled: can.flatten, click: () => commands.flatten() },
]

const quitItem = ({ words, commands }: MenuWanted): Item => ({ id: 'quit', label: words('menu.quit'), accelerator: 'CommandOrControl+Q', click: () => commands.quit() })

export const trayMenu = (wanted: MenuWanted): Menu =>
  Menu.buildFromTemplate([{ id: 'show', label: wanted.words('menu.show'), click: () => wanted.commands.show() }, LINE, ...tradingItems(wanted), LINE, quitItem(wanted)])

export function applicationMenu(wanted: MenuWanted): Menu {
  const { words, commands, isPackaged } = wanted
  const role = (name: NonNullable<Item['role']>, key: TextKey): Item => ({ role: name, label: words(key) })
  const devTools = isPackaged ? [] : [LINE, role('toggleDevTools', 'menu.developer-tools')]
  return Menu.buildFromTemplate([
    {
      label: words('menu.file'),
      submenu: [
        { id: 'window.new', label: words('menu.new-window'), accelerator: 'CommandOrControl+Shift+N', click: () => commands.newWindow() },
        { role: 'close', label: words('menu.close-window'), accelerator: 'CommandOrControl+W' },
        LINE,
        quitItem(wanted),
      ],
    },
    { label: words('menu.trading'), submenu: tradingItems(wanted) },
    {
      label: words('menu.edit'),
      submenu: [
        role('undo', 'menu.undo'), role('redo', 'menu.redo'), LINE,
        role('cut', 'menu.cut'), role('copy', 'menu.copy'), role('paste', 'menu.paste'), role('selectAll', 'menu.select-all'),
      ],
    },
    {
      label: words('menu.view'),
      submenu: [
        role('reload', 'menu.reload'), LINE,
        role('resetZoom', 'menu.zoom-reset'), role('zoomIn', 'menu.zoom-in'), role('zoomOut', 'menu.zoom-out'), LINE,
        role('togglefullscreen', 'menu.full-screen'), ...devTools,
      ],
    },
  ])
}
