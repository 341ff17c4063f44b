import { create, type StoreApi, type UseBoundStore } from 'zustand'

interface FlattenQuestion {
  /** Undefined: nothing is asked. Null: everything. */
  readonly instrumentId: string | null | undefined
}

/** Which positions the person is being asked about. */
export const useFlattenQuestion: UseBoundStore<StoreApi<FlattenQuestion>> = create(() => ({ instrumentId: undefined }))

export const askToFlatten = (instrumentId: string | null): void => useFlattenQuestion.setState({ instrumentId })
export const dismissFlatten = (): void => useFlattenQuestion.setState({ instrumentId: undefined })
