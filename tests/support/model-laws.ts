import type { Change } from '../../src-shared/domain/change.ts'
import type { ModelPair } from '../../src-shared/domain/strategy.ts'

export const PAIRS: readonly ModelPair[] = [{ long: 'one-long', short: 'one-short' }, { long: 'two-long', short: 'two-short' }]

/** What is broken of: who is chosen decides and says so, and where nobody is, nothing is asked, opened or sent. Of all changes of one strategy, in order. */
export function brokenModelLaws(changes: readonly Change[]): string[] {
  const broken: string[] = []
  // Unknown after a restart, whose last words before it may not have been published.
  let chosen: ModelPair | null | undefined
  for (const change of changes) {
    if (change.kind === 'session-started') chosen = undefined
    if (change.kind === 'models-chosen') chosen = change.models
    if (chosen === undefined) continue
    if (change.kind === 'decision-made' && change.decision.modelIds.long !== (chosen?.long ?? '')) broken.push(`${change.decision.decisionId} was decided by ${change.decision.modelIds.long}, chosen is ${chosen?.long}`)
    if (change.kind === 'decision-made' && (change.decision.reason === 'no-model') !== (chosen === null)) broken.push(`${change.decision.decisionId} is ${change.decision.reason}, chosen is ${chosen?.long}`)
    if (chosen === null && change.kind === 'forecast-requested') broken.push(`${change.request.requestId} was asked of nobody`)
    if (chosen === null && change.kind === 'intent-opened' && change.order.purpose === 'open') broken.push(`${change.order.intentId} was opened by nobody`)
    if (chosen === null && change.kind === 'attempt-sent' && change.intentId.endsWith('.o')) broken.push(`${change.intentId} was sent for nobody`)
  }
  return broken
}
