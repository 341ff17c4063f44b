/** The most browser tabs that keep a layout of their own; further ones share the last. */
const TABS_MAX = 9
const KEY = 'window-key'

/**
 * Names this window's part of the profile. The desktop says it. Browser tabs take the first name that no other open tab holds, so that the only
 * tab is 'main' tomorrow too; a reload asks for its own name first.
 */
export async function claimWindowKey(): Promise<string> {
  if (window.desktop) return window.desktop.windowKey
  const mine = sessionStorage.getItem(KEY)
  const names = ['main', ...Array.from({ length: TABS_MAX - 1 }, (_, i) => String(i + 2))]
  for (const name of mine === null ? names : [mine, ...names]) {
    if (!(await holds(name))) continue
    sessionStorage.setItem(KEY, name)
    return name
  }
  return names.at(-1) ?? 'main'
}

/** Takes the name for as long as this page lives, unless another has it. */
function holds(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const forever = new Promise<never>(() => undefined)
    void navigator.locks.request(`haetae-window-${name}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      return lock ? forever : undefined
    })
  })
}
