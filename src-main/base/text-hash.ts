/**
 * Names of data by content: 128 bits as 32 hex digits, equal on every machine. Good against accidents, worthless against an attacker:
 * it is not cryptographic. Four lanes of multiply-and-xor over the UTF-16 code units, each mixed at the end with its neighbour.
 */
export function textHash(text: string): string {
  const lanes = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    for (let lane = 0; lane < 4; lane++) lanes[lane] = Math.imul(lanes[lane]! ^ (unit + lane), MULTIPLIERS[lane]!)
  }
  // Twice around, so that every lane's end depends on all four.
  for (let round = 0; round < 8; round++) {
    const lane = round % 4
    lanes[lane] = finish(lanes[lane]! ^ lanes[(lane + 3) % 4]! ^ text.length)
  }
  return lanes.map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
}

/** The hash of plain data: of its JSON with the keys of every object in order, so that how it was written does not matter. */
export function dataHash(data: unknown): string {
  return textHash(canonicalJson(data))
}

const MULTIPLIERS = [0x01000193, 0x5bd1e995, 0x27d4eb2f, 0x165667b1]

function finish(lane: number): number {
  const mixed = Math.imul(lane ^ (lane >>> 16), 0x7feb352d)
  return Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b) ^ (mixed >>> 16)
}

function canonicalJson(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).toSorted(([first], [second]) => (first < second ? -1 : 1)))
  })
}
