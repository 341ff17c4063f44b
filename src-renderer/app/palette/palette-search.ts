/** What can be found: its text, names that are as good as the text, and other words that lead to it. */
export interface Findable {
  readonly text: string
  readonly names?: string | undefined
  readonly also?: string | undefined
}

const parts = (text: string): readonly string[] => text.toLowerCase().normalize('NFC').split(/[\s/·,:?…()]+/).filter(Boolean)

/** Every word that was typed has to be in it; the beginning of a word counts more than its middle. Null: not found. */
function scoreOf({ text, names = '', also = '' }: Findable, typed: readonly string[]): number | null {
  const [main, other] = [parts(`${text} ${names}`), parts(also)]
  let score = 0
  for (const word of typed) {
    const best = Math.max(wordScore(main, word) * 2, wordScore(other, word))
    if (best === 0) return null
    score += best
  }
  return score
}

function wordScore(words: readonly string[], typed: string): number {
  if (words.includes(typed)) return 4
  if (words.some((word) => word.startsWith(typed))) return 3
  return words.some((word) => word.includes(typed)) ? 1 : 0
}

/** What matches, the best first; at equal worth as it was given. Nothing typed: everything. */
export function search<Item extends Findable>(items: readonly Item[], query: string): readonly Item[] {
  const typed = parts(query)
  if (typed.length === 0) return items
  const found = items.flatMap((item) => {
    const score = scoreOf(item, typed)
    return score === null ? [] : [{ item, score }]
  })
  return found.toSorted((a, b) => b.score - a.score).map(({ item }) => item)
}
