import type { JSX } from 'react'

/** The beginning of a hash, the whole of it as a tooltip. */
export const shortHash = (hash: string): JSX.Element => <code title={hash}>{hash.slice(0, 12)}</code>
