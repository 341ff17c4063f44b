import type { WebPreferences } from 'electron'
import { WINDOW_KEY } from '../../src-shared/contract/desktop.ts'

export interface PageWanted {
  readonly preload: string
  readonly windowKey: string
  readonly isPackaged: boolean
}

/** All that decides how far a page is from the computer, each said aloud: a default that changes with Electron's version changes nothing here. */
export const webPreferences = ({ preload, windowKey, isPackaged }: PageWanted): WebPreferences => ({
  preload,
  additionalArguments: [`${WINDOW_KEY}${windowKey}`],
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  spellcheck: false,
  navigateOnDragDrop: false,
  devTools: !isPackaged,
})
