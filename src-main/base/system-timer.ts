/** A wait that can be cut short. */
export const systemTimer: { after(delayMs: number): { readonly done: Promise<void>; cancel(): void } } = {
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
