import type { Told } from './workstation-views.ts'

/** What the desktop shell offers the page beside the engine's door, as `window.desktop`. In a browser it is not there. */
export interface DesktopBridge {
  /** Names this window's part of the profile: 'main', '2', '3', … */
  readonly windowKey: string
  newWindow(): Promise<void>
  /** Asks the person where to keep a finished export and puts it there. */
  saveExport(jobId: string, name: string): Promise<SaveOutcome>
  /** Menus, tray and notifications follow the window's language, native dialogs its theme. */
  setPreferences(preferences: ShellPreferences): Promise<void>
  versions(): Promise<ShellVersions>
  /** Asks for another port in place of one that was given up. It comes now, or when an engine serves. */
  connect(): Promise<void>
}

export type SaveOutcome = { readonly saved: true } | { readonly saved: false; readonly problem: Told | null }

export interface ShellPreferences {
  readonly language: 'en' | 'ko'
  readonly theme: 'dark' | 'light' | 'system'
}

export interface ShellVersions {
  readonly program: string
  readonly electron: string
  readonly chromium: string
}

/** The message by which the page is given its port to the engine; a new one comes after each load and each new engine. */
export const ENGINE_PORT = 'haetae-engine-port'

/** The argument by which a window is told its key. */
export const WINDOW_KEY = '--haetae-window='

/** What the page asks the shell; also the names of the channels. */
export type ShellRequest = { [K in keyof DesktopBridge]: DesktopBridge[K] extends (...args: never[]) => unknown ? K : never }[keyof DesktopBridge]
