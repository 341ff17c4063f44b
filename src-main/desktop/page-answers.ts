import { join } from 'node:path'
import { app, dialog, nativeTheme, type BrowserWindow } from 'electron'
import type { SaveOutcome } from '../../src-shared/contract/desktop.ts'
import { PROGRAM } from '../base/program.ts'
import type { EngineLink } from './engine-link.ts'
import type { PageAnswers } from './page-requests.ts'
import type { ShellMemory } from './shell-memory.ts'
import type { Words } from './texts.ts'
import type { Windows } from './windows.ts'

export interface PageAnswersParts {
  readonly windows: Windows
  readonly engine: EngineLink
  readonly memory: ShellMemory
  readonly words: () => Words
  /** Language or theme are others now. */
  readonly onPreferences: () => void
}

/** What the shell does for a page. */
export const pageAnswers = ({ windows, engine, memory, words, onPreferences }: PageAnswersParts): PageAnswers => ({
  newWindow: async () => windows.openNext(),
  saveExport: async (windowKey, jobId, name) => {
    const path = await askWhere(windows.of(windowKey), words()('export.title'), fileName(name))
    return path === undefined ? { saved: false, problem: null } : saveExport(engine, jobId, path)
  },
  setPreferences: async (_windowKey, { language, theme }) => {
    memory.put({ language, theme })
    nativeTheme.themeSource = theme
    onPreferences()
  },
  versions: async () => ({ program: PROGRAM.version, electron: process.versions['electron'] ?? '', chromium: process.versions['chrome'] ?? '' }),
  connect: async (windowKey) => {
    const window = windows.of(windowKey)
    if (window) engine.connect(window.webContents)
  },
})

async function askWhere(window: BrowserWindow | undefined, title: string, name: string): Promise<string | undefined> {
  const options = { title, defaultPath: join(app.getPath('downloads'), name) }
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? undefined : filePath
}

async function saveExport(engine: EngineLink, jobId: string, path: string): Promise<SaveOutcome> {
  const outcome = await engine.ask({ kind: 'save-export', jobId, path })
  if (outcome.kind === 'done') return { saved: true }
  return { saved: false, problem: outcome.kind === 'refused' ? outcome.told : { code: 'no-answer', values: {} } }
}

/** A name that is a name only, on every system: the page proposes, the person decides. */
const fileName = (proposed: string): string => proposed.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+/, '') || 'export'
