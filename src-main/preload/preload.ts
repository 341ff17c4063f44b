import { contextBridge, ipcRenderer } from 'electron'
import { ENGINE_PORT, WINDOW_KEY, type DesktopBridge, type SaveOutcome, type ShellRequest, type ShellVersions } from '../../src-shared/contract/desktop.ts'

const ask = (request: ShellRequest, ...args: readonly unknown[]): Promise<unknown> => ipcRenderer.invoke(request, ...args)

const bridge: DesktopBridge = {
  windowKey: process.argv.find((argument) => argument.startsWith(WINDOW_KEY))?.slice(WINDOW_KEY.length) ?? 'main',
  newWindow: () => ask('newWindow') as Promise<void>,
  saveExport: (jobId, name) => ask('saveExport', jobId, name) as Promise<SaveOutcome>,
  setPreferences: (preferences) => ask('setPreferences', preferences) as Promise<void>,
  versions: () => ask('versions') as Promise<ShellVersions>,
  connect: () => ask('connect') as Promise<void>,
}
contextBridge.exposeInMainWorld('desktop', bridge)

// A port crosses into the page only by being transferred, so it is posted and not exposed.
ipcRenderer.on(ENGINE_PORT, ({ ports }) => window.postMessage(ENGINE_PORT, location.origin, ports))
