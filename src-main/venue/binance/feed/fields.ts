/** A named object of a frame. What comes some hundred times a second is checked by hand: a schema would take longer than reading the text. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Times and ids of market data. */
export const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

export const isText = (value: unknown): value is string => typeof value === 'string'
