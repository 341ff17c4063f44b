import type { ModelRow, ModelStatus } from '../../src-shared/contract/evaluation-views.ts'

/** A pair that an evaluation has fitted, with what was found about it. Its files are in the models folder already. */
export type Candidate = Omit<ModelRow, 'status' | 'shipped' | 'createdAt' | 'history'>

export type RegisteredPair = ModelRow

/** Who asks, and why. */
export interface ModelAsk {
  readonly by: string
  readonly reason: string | null
}

/** `override`: although it is not proven. Its reason is shown for ever. */
export interface ModelMove extends ModelAsk {
  readonly override: boolean
}

export type MovedStatus = Exclude<ModelStatus, 'trained'>

export type MoveRefusal = 'unknown-model' | 'not-proven' | 'reason-too-short' | 'already-so' | 'nothing-promoted'

/** Nothing was changed. */
export class MoveRefused extends Error {
  override readonly name = 'MoveRefused'
  readonly code: MoveRefusal

  constructor(code: MoveRefusal, message: string) {
    super(message)
    this.code = code
  }
}

/** A reason for an override says at least this much, blanks at its ends not counted. */
export const OVERRIDE_REASON_MIN = 10

/**
 * Candidates and what was done with them. Laws: at most one pair of a strategy is promoted; what is not proven is promoted only by an override with a
 * reason; who was promoted, by whom and why is never altered or removed.
 */
export interface ModelRegistry {
  /** As trained. The same pair judged again keeps its status and its history; its newest verdict counts, as there are more trials by then. */
  register(candidate: Candidate): Promise<void>
  /** Newest first. Shipped pairs are not among them. */
  list(): Promise<readonly RegisteredPair[]>
  /** Rejects with MoveRefused. The pair that a promotion replaces is archived. */
  move(candidateId: string, status: MovedStatus, move: ModelMove): Promise<void>
  /** Null: the strategy's own pair. Also where the promoted one was fitted on other features or for other barriers than it has now. */
  promoted(strategyId: string, featureSetHash: string, labelSpecHash: string): Promise<RegisteredPair | null>
  /** Back to the pair that was promoted before, archived ones left out; answers it, null: the strategy's own. Rejects with MoveRefused where none is promoted and none was. */
  rollback(strategyId: string, ask: ModelAsk): Promise<RegisteredPair | null>
}
