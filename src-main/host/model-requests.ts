import type { ModelRow } from '../../src-shared/contract/evaluation-views.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { AskAnswer, Told } from '../../src-shared/contract/workstation-views.ts'
import type { Clicks } from '../ipc/clicks.ts'
import type { Handlers } from '../ipc/request-server.ts'
import type { ModelPlace } from '../modes/open-models.ts'
import { ownPairs } from '../modes/own-pairs.ts'
import { PairUnfit, refuseUnfit } from '../modes/promotable.ts'
import { MoveRefused, OVERRIDE_REASON_MIN, type ModelRegistry, type MovedStatus, type MoveRefusal } from '../training/model-register.port.ts'
import { answering, toldOf } from './refusals.ts'

export interface ModelRequestsParts {
  readonly register: ModelRegistry
  readonly place: ModelPlace
  readonly clicks: Clicks
  /** Lets the mode that is open go on with what is promoted now. */
  readonly decided: () => Promise<void>
}

const BY = 'window'

/** What windows ask about pairs of models. It is answered whether a mode runs or not. */
export function modelRequests({ register, place, clicks, decided }: ModelRequestsParts): Pick<Handlers, Extract<keyof Handlers, `models.${string}`>> {
  const rows = async (): Promise<readonly ModelRow[]> => [...(await register.list()), ...(await ownPairs(place.root, register))]
  const move = async (candidateId: string, status: MovedStatus, reason: string | null): Promise<void> => {
    const row = (await rows()).find((one) => one.candidateId === candidateId)
    if (!row) throw new MoveRefused('unknown-model', `there is no pair ${candidateId}`)
    if (row.shipped) throw new PairShipped()
    if (status === 'promoted') await refuseUnfit(row, place)
    await register.move(candidateId, status, { by: BY, reason, override: status === 'promoted' && reason !== null })
  }
  const rollback = async (strategyId: string, reason: string | null): Promise<void> => {
    // Where nothing was ever written there is no folder to write to.
    if (!(await register.list()).some((row) => row.strategyId === strategyId)) throw new MoveRefused('nothing-promoted', `there are no pairs of ${strategyId} but its own`)
    await register.rollback(strategyId, { by: BY, reason })
  }
  const doing = async (work: Promise<unknown>): Promise<AskAnswer> => {
    try {
      await work
      await decided()
      return { accepted: true }
    } catch (error) {
      return { accepted: false, reason: refusalOf(error) }
    }
  }
  return {
    'models.list': () => answering(rows()),
    'models.move': ({ requestId, candidateId, status, reason }) => clicks.once(requestId, `model ${candidateId} ${status} ${reason}`, () => doing(move(candidateId, status, reason))),
    'models.rollback': ({ requestId, strategyId, reason }) => clicks.once(requestId, `rollback ${strategyId}`, () => doing(rollback(strategyId, reason))),
  }
}

/** What came with the program stays as it is: it answers where no other is promoted. */
class PairShipped extends Error {
  override readonly name = 'PairShipped'
}

const REFUSALS: Readonly<Record<MoveRefusal, Told>> = {
  'unknown-model': told('model-unknown', {}), 'not-proven': told('model-not-proven', {}), 'reason-too-short': told('reason-too-short', { least: OVERRIDE_REASON_MIN }), 'already-so': told('model-already-so', {}), 'nothing-promoted': told('nothing-promoted', {}),
}

function refusalOf(error: unknown): Told {
  if (error instanceof MoveRefused) return REFUSALS[error.code]
  if (error instanceof PairShipped) return told('model-shipped', {})
  if (error instanceof PairUnfit) return told('model-unfit', { model: error.candidateId, strategy: error.strategyId })
  return toldOf(error)
}
