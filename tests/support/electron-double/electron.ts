/* A double of the part of Electron's main process that this program uses. What it does not know, it does not pretend: an import that is missing here fails. */
Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '0.0.0-double', chrome: '0.0.0-double' } })

export { MessageChannel as MessageChannelMain } from 'node:worker_threads'
export { app } from './app.ts'
export { protocol } from './browser.ts'
export { BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu, Tray } from './menu.ts'
export { dialog, nativeTheme, Notification, powerMonitor, powerSaveBlocker, screen, shell } from './native.ts'
export { session } from './session.ts'
export { utilityProcess } from './utility-process.ts'
