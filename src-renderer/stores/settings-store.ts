import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { readProfile, writeProfile } from './commands.ts'
import { useConnection } from './connection-store.ts'
import { firstSettings, parseSettings, type Settings } from './settings.ts'

const KEY = 'settings'

/** The profile is behind the engine's door; the copy in the browser is there before the door opens, so that no window starts in the wrong colours. */
const kept = (): Settings => parseSettings(localStorage.getItem(KEY), firstSettings(navigator.language))

export const useSettings: UseBoundStore<StoreApi<Settings>> = create<Settings>(kept)

const others = new BroadcastChannel('haetae-settings')
others.addEventListener('message', ({ data }) => take(String(data)))

/** True while the profile does not know yet what was chosen here. */
let unwritten = false

/** Takes effect at once here and in the other windows, and is remembered. */
export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change)
  const text = JSON.stringify(useSettings.getState())
  localStorage.setItem(KEY, text)
  others.postMessage(text)
  unwritten = true
  write()
}

function write(): void {
  const text = JSON.stringify(useSettings.getState())
  writeProfile(KEY, text).then(() => (unwritten = false), () => undefined)
}

function take(text: string): void {
  localStorage.setItem(KEY, text)
  useSettings.setState(parseSettings(text, useSettings.getState()))
}

/** What another window or an earlier session chose; what this one chose while the door was closed goes first. */
async function catchUp(): Promise<void> {
  if (unwritten) return write()
  const text = await readProfile(KEY).catch(() => null)
  if (text !== null && !unwritten) take(text)
}

useConnection.subscribe(({ state }, before) => {
  if (state === 'open' && before.state !== 'open') void catchUp()
})
addEventListener('focus', () => void catchUp())
