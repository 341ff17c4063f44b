import type { DesktopBridge } from '../src-shared/contract/desktop.ts'

declare global {
  interface Window {
    /** Inside the desktop shell only. */
    readonly desktop?: DesktopBridge
  }
}
