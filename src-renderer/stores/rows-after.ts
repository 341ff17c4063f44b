/** What came after a row; nothing when it is not among them, since then it is another log. Undefined: there was none before. */
export function rowsAfter<T>(last: T | undefined, rows: readonly T[]): readonly T[] {
  if (last === undefined) return rows
  const at = rows.lastIndexOf(last)
  return at < 0 ? [] : rows.slice(at + 1)
}
