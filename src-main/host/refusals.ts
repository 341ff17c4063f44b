import { told } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { RequestRefused } from '../ipc/request-server.ts'
import { UnknownInstrument } from '../modes/archived-record.ts'
import { VenueBehind } from '../modes/paper.ts'
import { ModelRefusal } from '../model-runtime/model-refusal.ts'
import { StorageRefusal } from '../storage/refusal.ts'
import { NothingRecorded } from './open-replay.ts'
import { SweepFailed } from './sweep-failed.ts'

/** Why a piece of work came to nothing, for people: what was refused, else what broke. */
export function toldOf(error: unknown): Told {
  if (error instanceof SweepFailed) return error.told
  if (error instanceof RangeError) return told('wish-refused', { detail: error.message })
  return refusalOf(error) ?? told('job-ended', { detail: error instanceof Error ? error.message : String(error) })
}

/** Why a mode was not opened, where it was refused; undefined for what nobody foresaw. */
export function refusalOf(error: unknown): Told | undefined {
  if (error instanceof StorageRefusal) return told('storage-refused', { refusal: error.code, detail: error.message })
  if (error instanceof ModelRefusal) return told('model-refused', { refusal: error.code, detail: error.message })
  if (error instanceof UnknownInstrument) return told('unknown-instrument', { instrument: error.instrumentId, known: error.known.join(', ') })
  if (error instanceof VenueBehind) return told('venue-behind', { minutes: error.minutes })
  if (error instanceof NothingRecorded) return told('nothing-recorded', { instruments: error.instruments })
  return undefined
}

/** What cannot be read is refused with its code. */
export function answering<Result>(asked: Promise<Result>): Promise<Result> {
  return asked.catch((error: unknown) => {
    throw new RequestRefused(toldOf(error).code, { cause: error })
  })
}
