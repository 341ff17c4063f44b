/** Wakes once after a time, or at once when cancelled. */
export interface Timer {
  after(delayMs: number): { readonly done: Promise<void>; cancel(): void }
}
