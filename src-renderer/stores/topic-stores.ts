import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { REMEMBERED, type Topics } from '../../src-shared/contract/contract.ts'
import { engine } from '../engine-client/engine.ts'
import { shared } from './shared.ts'

/** `rows` is undefined until the engine answered. `resets` counts how often the rows began anew. */
export interface Rows<T> {
  readonly rows: readonly T[] | undefined
  readonly resets: number
}

export interface Latest<T> {
  readonly value: T | undefined
}

/** The rows of a topic, oldest first, as many as the engine remembers. `merge` adds new ones to those there are. */
export function rowsStore<K extends keyof Topics>(topic: K, merge: (rows: readonly Topics[K][], added: readonly Topics[K][]) => readonly Topics[K][] = append): UseBoundStore<StoreApi<Rows<Topics[K]>>> {
  const store = create<Rows<Topics[K]>>(() => ({ rows: undefined, resets: 0 }))
  engine.subscribe(topic, {
    onReset: () => store.setState(({ resets }) => ({ rows: [], resets: resets + 1 })),
    onItems: (added) => store.setState(({ rows = [] }) => ({ rows: merge(rows, added).slice(-REMEMBERED[topic]) })),
  })
  return store
}

/** The newest value of a topic; parts of it that did not change are the objects they were. */
export function latestStore<K extends keyof Topics>(topic: K): UseBoundStore<StoreApi<Latest<Topics[K]>>> {
  const store = create<Latest<Topics[K]>>(() => ({ value: undefined }))
  engine.subscribe(topic, { onReset: () => undefined, onItems: (values) => store.setState(({ value }) => ({ value: shared(value, values.at(-1)) })) })
  return store
}

const append = <T>(rows: readonly T[], added: readonly T[]): readonly T[] => [...rows, ...added]
