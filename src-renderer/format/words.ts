import { maybeText } from '../i18n/text.ts'

/** What a code of the engine is called in the person's language: word('guard', 'stale-mark'). One without a name is shown as it is. */
export function word(kind: string, code: string): string {
  return maybeText(`${kind}.${code}`) ?? code
}
