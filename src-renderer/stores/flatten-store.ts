import { ask } from './dialog-store.ts'

/** Asks about closing one position, or all of them. */
export const askToFlatten = (instrumentId: string | null): void => ask({ kind: 'flatten', instrumentId })
