import type { RecordedOutcome } from '../modes/recorded-run.ts'
import type { Terminal } from './command.ts'

/** What a run came to, in text or as one JSON object. */
export function tellOutcome({ out }: Terminal, json: boolean, outcome: RecordedOutcome & { readonly runId: string; readonly seconds: number }): void {
  if (json) return out(JSON.stringify(outcome))
  out(`${outcome.decisions} decisions, ${outcome.trades} trades, net ${outcome.netProfit} USDT (gross ${outcome.grossProfit}, fees ${outcome.fees}, funding ${outcome.funding}), ${outcome.seconds} s`)
  out(`exits: ${JSON.stringify(outcome.exits)}; open at the end: ${outcome.openAtEnd}; gaps: ${outcome.gaps}; alarms: ${JSON.stringify(outcome.alarms)}`)
  out(`reasons: ${JSON.stringify(outcome.reasons)}`)
  for (const { instrumentId, fundingSource, settlements } of outcome.fundingSources) out(`funding of ${instrumentId}: ${settlements} settlements, ${fundingSource === 'archive' ? 'archived' : 'assumed at 0.01 % (import the funding file for the real ones)'}`)
  out(`decisions ${outcome.decisionHash}`)
  out(`orders    ${outcome.orderHash}`)
}
