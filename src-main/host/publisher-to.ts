import type { Publisher } from '../engine/publisher.port.ts'

/** Tells several what is told to one, in their order. */
export const publisherTo = (...all: readonly Publisher[]): Publisher => ({
  publish: (changes) => {
    for (const one of all) one.publish(changes)
  },
})
