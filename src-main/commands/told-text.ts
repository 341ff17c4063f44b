import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { reasonText } from './reason-text.ts'

type Values = Told['values']

const SENTENCES: Readonly<Record<string, (values: Values) => string>> = {
  'unknown-instrument': ({ instrument, known }) => `${instrument} is not in the archive (it has ${known || 'nothing'}): import it first`,
  'nothing-recorded': ({ instruments }) => `there is no candle of ${instruments} in that time`,
  'changes-adopted': ({ changes, file }) => `${changes} changes of an earlier session were kept beside the journal and are in it now (${file}).`,
  'profile-put-aside': ({ file }) => `What the window remembers could not be read; it was put aside as ${file}.`,
  'exits-only': ({ crashes }) => `The engine ended ${crashes} times within five minutes: it does exits only until Haetae is started again.`,
}

/** What the workstation says, for a terminal. A detail is a sentence already. */
export const toldText = (told: Told): string => SENTENCES[told.code]?.(told.values) ?? String(told.values['detail'] ?? reasonText(told))
