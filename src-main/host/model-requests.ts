import type { ModelRow } from '../../src-shared/contract/evaluation-views.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { AskAnswer, Told } from '../../src-shared/contract/workstation-views.ts'
import { dataHash } from '../base/text-hash.ts'
import type { Clock } from '../base/clock.port.ts'
import { featureSetHash } from '../features/catalogue.ts'
import type { Clicks } from '../ipc/clicks.ts'
import type { Handlers } from '../ipc/request-server.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import type { Opening } from '../storage/database-kind.ts'
import { SqliteModelRegistry } from '../storage/model-register.ts'
import { MoveRefused, OVERRIDE_REASON_MIN, type MoveRefusal } from '../training/model-register.port.ts'
import { answering } from './refusals.ts'

export interface ModelRequestsParts {
  /** Of the account whose archive models are fitted on. */
  readonly opening: Opening
  readonly clock: Clock
  readonly clicks: Clicks
}

const BY = 'window'

/** What windows ask about pairs of models. It is answered whether a mode runs or not. */
export function modelRequests({ opening, clock, clicks }: ModelRequestsParts): Pick<Handlers, Extract<keyof Handlers, `models.${string}`>> {
  const register = new SqliteModelRegistry(opening, clock)
  return {
    'models.list': () => answering(register.list().then((pairs) => [...pairs, ...shippedPairs(pairs)])),
    'models.move': ({ requestId, candidateId, status, reason }) =>
      clicks.once(requestId, `model ${candidateId} ${status} ${reason}`, () => moved(register.move(candidateId, status, { by: BY, reason, override: status === 'promoted' && reason !== null }))),
    'models.rollback': ({ requestId, strategyId, reason }) => clicks.once(requestId, `rollback ${strategyId}`, () => moved(register.rollback(strategyId, { by: BY, reason }))),
  }
}

async function moved(move: Promise<unknown>): Promise<AskAnswer> {
  try {
    await move
    return { accepted: true }
  } catch (error) {
    if (error instanceof MoveRefused) return { accepted: false, reason: REFUSALS[error.code] }
    throw error
  }
}

const REFUSALS: Readonly<Record<MoveRefusal, Told>> = {
  'unknown-model': told('model-unknown', {}), 'not-proven': told('model-not-proven', {}), 'reason-too-short': told('reason-too-short', { least: OVERRIDE_REASON_MIN }), 'already-so': told('model-already-so', {}), 'nothing-promoted': told('nothing-promoted', {}),
}

/** What a strategy trades with as long as no pair is promoted for it. */
function shippedPairs(pairs: readonly ModelRow[]): readonly ModelRow[] {
  return STRATEGIES.map(({ strategyId, models, instruments, featureSet, labelSpec }) => ({
    candidateId: `${strategyId}-shipped`, modelIds: models, strategyId, instruments, learner: 'linear', shipped: true, createdAt: 0, dataFrom: 0, dataTo: 0, dataHash: '-', runId: null, verdict: null, history: [],
    status: pairs.some((pair) => pair.strategyId === strategyId && pair.status === 'promoted') ? 'trained' : 'promoted', featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec),
  }))
}
