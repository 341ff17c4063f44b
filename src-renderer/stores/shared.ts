/** What is equal in the new value stays the object it was, so that only what changed is drawn anew. Values are JSON. */
export function shared<T>(before: unknown, now: T): T {
  if (Array.isArray(now)) return (Array.isArray(before) ? kept(before, now.map((item, i) => shared(before[i], item))) : now) as T
  if (!isRecord(before) || !isRecord(now)) return now
  return kept(before, Object.fromEntries(Object.entries(now).map(([name, value]) => [name, shared(before[name], value)]))) as T
}

/** The old one when all parts of the new one are its own. */
function kept(before: object, parts: object): object {
  const names = Object.keys(parts)
  const isSame = names.length === Object.keys(before).length && names.every((name) => (parts as Fields)[name] === (before as Fields)[name])
  return isSame ? before : parts
}

type Fields = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
