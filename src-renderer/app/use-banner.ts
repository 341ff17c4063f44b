import { useAge, useClock } from '../stores/clock-store.ts'
import { useInvite } from '../stores/invite-store.ts'
import { useConnection } from '../stores/connection-store.ts'
import { usePositions } from '../stores/positions-store.ts'
import { useStatus } from '../stores/status-store.ts'
import { useUnprotected } from '../stores/unprotected-store.ts'
import { useWorkstation } from '../stores/workstation-store.ts'
import { chooseBanner, isFrozen, type Banner, type BannerFacts } from './banner-choice.ts'

/** The one banner that is due, and whether values are frozen. Only a running mode has values. */
export function useBanner(): { readonly banner: Banner | null; readonly frozen: boolean } {
  const facts = useFacts()
  return { banner: chooseBanner(facts), frozen: isFrozen(facts) }
}

function useFacts(): BannerFacts {
  const now = useClock((clock) => clock.now)
  const { state: connection, since } = useConnection()
  const phase = useWorkstation(({ value }) => value?.phase)
  const { exitsOnly = false, recentCrashes = 0 } = useWorkstation(({ value }) => value) ?? {}
  const running = useRunningFacts(now)
  const stops = usePositions(({ value }) => value?.filter(({ stopVerified }) => stopVerified).length ?? 0)
  return { connection, connectionMs: Math.max(0, now - since), exitsOnly, recentCrashes, stops, ended: phase === 'ended', ...(phase === 'running' ? running : NOTHING_RUNS) }
}

const NOTHING_RUNS = { latches: [], marketMs: null, unprotected: [], inviting: false }

/** What only a mode that runs can say. */
function useRunningFacts(now: number): Pick<BannerFacts, 'latches' | 'marketMs' | 'unprotected' | 'inviting'> {
  const status = useStatus(({ value }) => value)
  const age = useAge(status?.marketAsOf ?? null)
  const all = useUnprotected((state) => state.all)
  const declined = useInvite((invite) => invite.declined)
  if (!status) return NOTHING_RUNS
  const { ready, trading, sessionId, latches, time } = status
  // A record has a price with each candle and none between.
  const marketMs = age !== null && status.mode === 'replay' ? Math.max(0, age - status.decisionIntervalMs) : age
  return {
    marketMs, latches: latches.map(({ latch }) => latch), inviting: ready && !trading && sessionId !== declined,
    unprotected: all.map(({ instrumentId, since, seenAt }) => ({ instrumentId, seenMs: now - seenAt, nakedMs: Math.max(now - seenAt, time - since) })),
  }
}
