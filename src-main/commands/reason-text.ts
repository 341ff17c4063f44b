import type { Reason } from '../../src-shared/domain/reason.ts'

/** A reason for a terminal: its code and its values. */
export function reasonText({ code, values }: Reason): string {
  if (code === 'text') return String(values['text'])
  const parts = Object.entries(values).map(([name, value]) => `${name} ${value}`)
  return [code, ...parts].join(', ')
}
