import { it } from 'vitest'
import { Swarm } from '../support/swarm.ts'
it('debug', async () => {
  for (const seed of [1, 2, 4, 5, 8, 9, 12]) {
    const swarm = new Swarm({ seed, steps: 8_640, byHand: (['never', 'never', 'same-side', 'any-side'] as const)[seed % 4]! })
    await swarm.run()
    const c = new Map<string, number>()
    for (const x of swarm.changes) {
      if (x.kind === 'decision-made') { const k = x.decision.reason + ' ' + x.decision.guards.filter((g) => g.verdict === 'refuse').map((g) => g.guard).join(); c.set(k, (c.get(k) ?? 0) + 1) }
      if (x.kind === 'latch-set') { c.set(x.latch+x.reason.slice(0,40), (c.get(x.latch+x.reason.slice(0,40)) ?? 0) + 1) }
      if (x.kind === 'gap-found' || x.kind === 'trade-closed') { const k = x.kind + (x.kind === 'trade-closed' ? x.trade.exitReason : ''); c.set(k, (c.get(k) ?? 0) + 1) }
    }
    console.log(seed, JSON.stringify(Object.fromEntries(c)))
  }
}, 100_000)
