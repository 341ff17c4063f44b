import { told } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'

const REMEMBERED_MAX = 1_000

interface Accepted {
  readonly accepted: true
}
interface Refused {
  readonly accepted: false
  readonly reason: Told
}

/** Remembers what was asked by which click and gives the same answer again. */
export class Clicks<Yes extends Accepted = Accepted> {
  readonly #answers = new Map<string, { readonly asked: string; readonly answer: Promise<Yes | Refused> }>()

  /** `asked` says what is wanted: the same click cannot want something else. */
  once(requestId: string, asked: string, ask: () => Promise<Yes | Refused>): Promise<Yes | Refused> {
    const known = this.#answers.get(requestId)
    if (known) return known.asked === asked ? known.answer : Promise.resolve({ accepted: false, reason: told('click-for-something-else', {}) })
    const answer = ask()
    this.#answers.set(requestId, { asked, answer })
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > REMEMBERED_MAX && oldest !== undefined) this.#answers.delete(oldest)
    return answer
  }
}
