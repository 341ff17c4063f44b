/** Where two long lists differ first, and how; null when they do not. To say all differences of a hundred thousand events takes minutes. */
export function firstDifference(list: readonly unknown[], expected: readonly unknown[]): { readonly at: number; readonly is: unknown; readonly expected: unknown } | null {
  const length = Math.max(list.length, expected.length)
  for (let at = 0; at < length; at++) if (JSON.stringify(list[at]) !== JSON.stringify(expected[at])) return { at, is: list[at], expected: expected[at] }
  return null
}
