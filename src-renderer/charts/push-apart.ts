/** A run of labels that touch each other, and where its first one stands. */
interface Run {
  readonly count: number
  /** Sum of where each would like the run to begin. */
  readonly wished: number
}

/**
 * Where labels go that want to be at `wished` (ascending) and need `gap` between them, inside `low` to `high`: each as near to its
 * wish as the others allow. When there is no room for all, they share it evenly.
 */
export function pushApart(wished: readonly number[], gap: number, [low, high]: readonly [number, number]): readonly number[] {
  const fits = Math.max(0, high - low)
  const step = wished.length > 1 ? Math.min(gap, fits / (wished.length - 1)) : gap
  const runs: Run[] = []
  for (const [i, wish] of wished.entries()) {
    let run: Run = { count: 1, wished: wish - i * step }
    for (let before = runs.at(-1); before && before.wished / before.count > run.wished / run.count; before = runs.at(-1)) {
      runs.pop()
      run = { count: run.count + before.count, wished: run.wished + before.wished }
    }
    runs.push(run)
  }
  const lastStart = Math.max(low, high - (wished.length - 1) * step)
  const starts = runs.flatMap(({ count, wished: sum }) => Array.from({ length: count }, () => Math.min(lastStart, Math.max(low, sum / count))))
  return starts.map((start, i) => start + i * step)
}
