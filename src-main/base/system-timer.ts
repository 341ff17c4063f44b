import type { Timer } from './timer.port.ts'

/** A wait that can be cut short. */
export const systemTimer: Timer = {
  after(delayMs) {
    let finish: () => void = () => {}
    const done = new Promise<void>((resolve) => (finish = resolve))
    const handle = setTimeout(finish, delayMs)
    const cancel = (): void => {
      clearTimeout(handle)
      finish()
    }
    return { done, cancel }
  },
}
