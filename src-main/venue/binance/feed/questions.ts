import type { TimeMs } from '../../../../src-shared/domain/units.ts'
import type { FeedQuestion } from '../../market-feed.port.ts'
import type { Answer } from '../answer.ts'
import { judgeReply } from '../judge-reply.ts'
import { strangeInAnswer } from '../known-fields.ts'
import type { PublicRequest } from '../rest-client.ts'

/** How a question is named in a record. */
export function aboutOf({ path, params }: Pick<FeedQuestion, 'path' | 'params'>): string {
  const query = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return query.length > 0 ? `${path}?${query.join('&')}` : path
}

interface Open {
  readonly question: FeedQuestion
  readonly take: (text: string) => void
}

const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 60_000

/**
 * What is to be asked, and what becomes of the answers. Whether somebody fetches the questions changes nothing here, so that a record can be
 * read without a venue.
 */
export class Questions {
  readonly #strange: (field: string) => void
  readonly #open = new Map<string, Open>()
  readonly #fetched = new Set<string>()

  /** `strange` is told of names in an answer that are not known. */
  constructor(strange: (field: string) => void) {
    this.#strange = strange
  }

  /** `take` gets the answer, once. The same question is not asked twice at a time: false. */
  ask<Value>(request: PublicRequest<Value>, take: (answer: Answer<Value>) => void): boolean {
    const { path, params, weight } = request
    const about = aboutOf(request)
    if (this.#open.has(about)) return false
    const read: typeof request.read = (body) => {
      const strange = strangeInAnswer(path, body)
      if (strange !== undefined) this.#strange(`${path} ${strange}`)
      return request.read(body)
    }
    this.#open.set(about, { question: { path, params, weight }, take: (text) => take(judgeReply(replyOf(text), { path, read })) })
    return true
  }

  /** False for an answer to what was not asked. */
  answer(about: string, text: string): boolean {
    const open = this.#open.get(about)
    if (!open) return false
    this.#open.delete(about)
    this.#fetched.delete(about)
    open.take(text)
    return true
  }

  /** Each once. */
  fetch(): readonly FeedQuestion[] {
    if (this.#fetched.size === this.#open.size) return NONE
    const news = [...this.#open].filter(([about]) => !this.#fetched.has(about))
    for (const [about] of news) this.#fetched.add(about)
    return news.map(([, { question }]) => question)
  }
}

const NONE: readonly FeedQuestion[] = []

/** '200 {…}', as a record has it. */
function replyOf(text: string): { readonly status: number; readonly contentType: string; readonly body: string; readonly retryAfterMs: null } {
  const blank = text.indexOf(' ')
  const status = Number(blank < 0 ? text : text.slice(0, blank))
  return { status: Number.isInteger(status) ? status : 0, contentType: '', body: blank < 0 ? '' : text.slice(blank + 1), retryAfterMs: null }
}

/** When what failed may be asked again: later each time. */
export class Pause {
  #failures = 0
  #until = Number.NEGATIVE_INFINITY

  isOver(now: TimeMs): boolean {
    return now >= this.#until
  }

  get failures(): number {
    return this.#failures
  }

  failed(now: TimeMs): void {
    this.#until = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures)
    this.#failures++
  }

  worked(): void {
    this.#failures = 0
    this.#until = Number.NEGATIVE_INFINITY
  }
}
