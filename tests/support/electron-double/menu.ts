import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { onCommand, record } from './control.ts'

interface Item {
  readonly id?: string
  readonly role?: string
  readonly label?: string
  readonly type?: string
  readonly accelerator?: string
  readonly enabled?: boolean
  readonly submenu?: readonly Item[]
  readonly click?: () => void
}

let application: Menu | null = null
let tray: Tray | undefined
const keep = (one: Tray): void => void (tray = one)

export class Menu {
  readonly items: readonly Item[]

  constructor(items: readonly Item[]) {
    this.items = items
  }

  static buildFromTemplate(items: readonly Item[]): Menu {
    return new Menu(items)
  }

  static setApplicationMenu(menu: Menu | null): void {
    application = menu
    record('menu', menu?.items.map(({ label }) => label))
  }
}

export class Tray extends EventEmitter {
  image = ''
  toolTip = ''
  menu: Menu | undefined

  constructor(image: string) {
    super()
    keep(this)
    this.setImage(image)
  }

  setImage(image: string): void {
    if (!existsSync(image)) throw new Error(`Failed to load image from path '${image}'`)
    this.image = image
  }

  setToolTip(text: string): void {
    this.toolTip = text
  }

  setContextMenu(menu: Menu): void {
    this.menu = menu
  }
}

/** A menu as a person sees it: lines and functions are left out. */
const shown = (items: readonly Item[] = []): object[] =>
  items.filter(({ type }) => type !== 'separator').map(({ id, role, label, accelerator, enabled = true, submenu }) => ({ id, role, label, accelerator, enabled, ...(submenu ? { submenu: shown(submenu) } : {}) }))

const flat = (items: readonly Item[] = []): readonly Item[] => items.flatMap((item) => [item, ...flat(item.submenu)])

onCommand('menus', () => ({ application: shown(application?.items), tray: shown(tray?.menu?.items) }))
onCommand('tray', () => tray && { image: tray.image, toolTip: tray.toolTip })
onCommand('click-tray', () => tray?.emit('click'))
onCommand('click', ({ menu, id }: { readonly menu: 'application' | 'tray'; readonly id: string }) => {
  const item = flat((menu === 'tray' ? tray?.menu : application)?.items).find((candidate) => candidate.id === id)
  if (!item || item.enabled === false) throw new Error(`${id} cannot be chosen in the ${menu} menu`)
  item.click?.()
})
