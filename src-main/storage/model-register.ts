import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../base/clock.port.ts'
import { MoveRefused, OVERRIDE_REASON_MIN, type Candidate, type ModelAsk, type ModelMove, type ModelRegistry, type MovedStatus, type RegisteredPair } from '../training/model-register.port.ts'
import type { Opening } from './database-kind.ts'
import { moved, promotedBefore, standingOf, type MovePayload, type Standing } from './model-standing.ts'
import { TrialChain, type LookUp } from './trial-chain.ts'
import type { LinkKind, NewLink } from './trial-links.ts'

const KINDS: readonly LinkKind[] = ['model-registered', 'model-moved']

export class SqliteModelRegistry implements ModelRegistry {
  readonly #chain: TrialChain

  /** The account's folder is there; trials.db is made with the first link. */
  constructor(opening: Opening, clock: Clock) {
    this.#chain = new TrialChain(opening, clock)
  }

  register(candidate: Candidate): Promise<void> {
    return this.#chain.append((found) => {
      const newest = found(['model-registered'], candidate.candidateId).at(-1)
      return newest && isDeepStrictEqual(newest.payload, candidate) ? [] : [{ kind: 'model-registered', subject: candidate.candidateId, payload: candidate }]
    })
  }

  async list(): Promise<readonly RegisteredPair[]> {
    return [...(await this.#standing()).pairs.values()].toReversed()
  }

  move(candidateId: string, status: MovedStatus, move: ModelMove): Promise<void> {
    return this.#chain.append((found) => {
      const standing = standingNow(found)
      const pair = standing.pairs.get(candidateId)
      if (!pair) throw new MoveRefused('unknown-model', `there is no pair ${candidateId}; haetae models lists those that are there`)
      if (pair.status === status) throw new MoveRefused('already-so', `${candidateId} is ${status} already`)
      const isOverride = status === 'promoted' && pair.verdict?.verdict !== 'proven'
      if (isOverride) refuseWithoutReason(candidateId, move)
      const replaced = status === 'promoted' ? promotedOf(standing, pair.strategyId) : null
      return [
        ...(replaced ? [linkOf(replaced, moved('archived', { by: move.by, reason: `${candidateId} was promoted` }, 'replaced'))] : []),
        linkOf(candidateId, moved(status, move, 'asked', isOverride)),
      ]
    })
  }

  async promoted(strategyId: string, featureSetHash: string, labelSpecHash: string): Promise<RegisteredPair | null> {
    const standing = await this.#standing()
    const pair = standing.pairs.get(promotedOf(standing, strategyId) ?? '')
    return pair?.featureSetHash === featureSetHash && pair.labelSpecHash === labelSpecHash ? pair : null
  }

  async rollback(strategyId: string, ask: ModelAsk): Promise<RegisteredPair | null> {
    await this.#chain.append((found) => {
      const standing = standingNow(found)
      const before = promotedBefore(standing.promotions.get(strategyId) ?? [])
      if (before === undefined) throw new MoveRefused('nothing-promoted', `no pair of ${strategyId} is promoted, and none was: it trades with its own`)
      const now = promotedOf(standing, strategyId)
      return [...(now ? [linkOf(now, moved('archived', ask, 'rolled-back'))] : []), ...(before ? [linkOf(before, moved('promoted', ask, 'rolled-back'))] : [])]
    })
    const standing = await this.#standing()
    return standing.pairs.get(promotedOf(standing, strategyId) ?? '') ?? null
  }

  async #standing(): Promise<Standing> {
    return standingOf(await this.#chain.read(KINDS))
  }
}

const standingNow = (found: LookUp): Standing => standingOf(found(KINDS))
const promotedOf = ({ promotions }: Standing, strategyId: string): string | null => promotions.get(strategyId)?.at(-1) ?? null
const linkOf = (subject: string, payload: MovePayload): NewLink => ({ kind: 'model-moved', subject, payload })

function refuseWithoutReason(candidateId: string, { override, reason }: ModelMove): void {
  if (!override) throw new MoveRefused('not-proven', `${candidateId} is not proven: promoting it all the same needs an override with a reason, which is shown for ever`)
  if ((reason ?? '').trim().length >= OVERRIDE_REASON_MIN) return
  throw new MoveRefused('reason-too-short', `the reason for an override says at least ${OVERRIDE_REASON_MIN} characters, and is shown for ever`)
}
