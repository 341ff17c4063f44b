import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { app, dialog } from 'electron'
import { monotonicClock, systemClock } from '../base/system-clock.ts'
import { readPageFiles } from '../base/system-page-files.ts'
import { systemTicker } from '../base/system-ticker.ts'
import { systemTimer } from '../base/system-timer.ts'
import { lockContents, lockSession } from '../desktop/lock-down.ts'
import { registerPageScheme, servePage } from '../desktop/page-protocol.ts'
import { Shell } from '../desktop/shell.ts'
import { haetaeHome } from '../storage/account-folder.ts'

/** Electron's main process: locks everything down, then shows windows around an engine in a process of its own. */
const root = resolve(import.meta.dirname, '../..')
const home = haetaeHome({ platform: process.platform, env: process.env, userFolder: homedir() })
const profile = join(home, 'desktop')

mkdirSync(profile, { recursive: true, mode: 0o700 })
app.setName('Haetae')
app.setPath('userData', profile)
app.enableSandbox()
registerPageScheme()
lockContents()

function open(): void {
  lockSession(app.isPackaged)
  servePage(readPageFiles(join(root, 'dist/renderer')))
  new Shell({ place: { home, root }, profile, wall: systemClock, monotonic: monotonicClock, ticker: systemTicker, timer: systemTimer }).start()
}

/** What stands in the way of any window is said in one of the system's. */
function giveUp(error: unknown): void {
  dialog.showErrorBox('Haetae', error instanceof Error ? error.message : String(error))
  app.exit(1)
}

// One program per profile: a second start brings the first to the front, and ends.
if (app.requestSingleInstanceLock()) void app.whenReady().then(open).catch(giveUp)
else app.quit()
