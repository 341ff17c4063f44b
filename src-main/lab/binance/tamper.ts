/** How a message can be other than it was agreed. */
export type Tampering = 'renamed' | 'appended' | 'retyped'

/** An object with one field changed; its order stays. */
export function tamper(message: Readonly<Record<string, unknown>>, way: Tampering, field: string): Record<string, unknown> {
  if (way === 'appended') return { ...message, newField: '1' }
  return Object.fromEntries(Object.entries(message).map(([name, value]) => (name !== field ? [name, value] : way === 'renamed' ? [`${name}New`, value] : [name, retyped(value)])))
}

/** A number as text, or text as a number. */
export const retyped = (value: unknown): unknown => (typeof value === 'string' ? Number(value) : typeof value === 'number' ? `${value}` : value === true ? 1 : value === false ? 0 : [value])
