import { refusalIn, type Answer, type Reply } from './answer.ts'
import { judgeRefusal } from './judge-refusal.ts'
import { parseLossless, type Lossless } from './lossless-json.ts'

/** What was asked, and how its answer is read. */
export interface Asked<Value> {
  readonly path: string
  /** Undefined for a body that is not what the venue promised: nothing is guessed. */
  readonly read: (body: Lossless) => Value | undefined
}

/** What a reply says. Status 0 is none at all, and its body says why. */
export function judgeReply<Value>(reply: Reply, { path, read }: Asked<Value>): Answer<Value> {
  if (reply.status === 0) return { outcome: 'unknown', code: null, detail: reply.body }
  const body = parsed(reply)
  const refusal = body === undefined ? undefined : refusalIn(body)
  const isGood = reply.status >= 200 && reply.status < 300 && !(refusal && refusal.code < 0)
  if (!isGood) return judgeRefusal(reply, refusal)
  // A proxy's page, a cut answer: the venue may have done its part.
  if (body === undefined) return { outcome: 'unknown', code: null, detail: `HTTP ${reply.status} of ${path} is no JSON: ${reply.contentType}` }
  const value = read(body)
  return value === undefined ? { outcome: 'failed', reaction: 'person', code: null, detail: `${path} answered in a form that is not known here`, retryAfterMs: null } : { outcome: 'ok', value }
}

/** Undefined for what is no JSON. */
function parsed({ body }: Reply): Lossless | undefined {
  try {
    return parseLossless(body)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
