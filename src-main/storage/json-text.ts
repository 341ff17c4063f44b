/** JSON that keeps NaN, the infinities and -0, which plain JSON loses. Read it with `fromJsonText` only. */
export const toJsonText = (value: unknown): string => JSON.stringify(value, markNumbers)

/** Looking at every value takes ten times as long as reading it, and hardly any text has such numbers. */
export const fromJsonText = (text: string): unknown => (text.includes('"$number"') ? JSON.parse(text, restoreNumbers) : JSON.parse(text))

const isLost = (value: number): boolean => !Number.isFinite(value) || Object.is(value, -0)

function markNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'number' || !isLost(value)) return value
  return { $number: Object.is(value, -0) ? '-0' : String(value) }
}

function restoreNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$number' in value)) return value
  return Number(value.$number)
}
