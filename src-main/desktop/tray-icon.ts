import { join } from 'node:path'
import { Tray } from 'electron'
import { trayMenu, type MenuWanted } from './menu.ts'
import { trayState, type EngineFacts } from './tray-state.ts'

/** The sign that Haetae is there while no window is: its shape, and not only its colour, tells how it is. */
export class TrayIcon {
  readonly #folder: string
  readonly #tray: Tray

  /** The folder holds a picture for each state. */
  constructor(folder: string, onClick: () => void) {
    this.#folder = folder
    this.#tray = new Tray(this.#picture('off'))
    this.#tray.on('click', onClick)
  }

  show(facts: EngineFacts, menu: MenuWanted): void {
    const state = trayState(facts)
    this.#tray.setImage(this.#picture(state))
    this.#tray.setToolTip(menu.words(`tray.${state}`, { positions: facts.summary?.openPositions ?? 0 }))
    this.#tray.setContextMenu(trayMenu(menu))
  }

  #picture(state: ReturnType<typeof trayState>): string {
    return join(this.#folder, `${state}.png`)
  }
}
