import { createHmac } from 'node:crypto'
import type { LabReply, LabRequest, LabRoute } from '../lab-types.ts'
import { missing, refusal, type Refusal } from './refusal.ts'

export interface ApiKey {
  readonly apiKey: string
  readonly secret: string
}

const WINDOW_MS = 5_000
const WINDOW_MOST_MS = 60_000
const AHEAD_MS = 1_000

/** As the venue refuses. */
export const refusedWith = ({ code, message, status }: Refusal): LabReply => ({ status, body: { code, msg: message } })

/** Why a request is not let in: the key first, then the clock, then the signature. Undefined when it is. */
export function refuseRequest(key: ApiKey, { security }: LabRoute, request: LabRequest): Refusal | undefined {
  if (security === 'none') return undefined
  const { apiKey } = request
  if (apiKey === undefined || !/^[\w-]{1,64}$/.test(apiKey)) return refusal(-2014)
  if (apiKey !== key.apiKey) return refusal(-2015)
  return security === 'key' ? undefined : (refuseTime(request) ?? refuseSignature(key.secret, request))
}

/** Not more than a second ahead, not older than its window. */
export function refuseTime({ params, now }: Pick<LabRequest, 'params' | 'now'>): Refusal | undefined {
  const timestamp = params.get('timestamp')
  const window = params.get('recvWindow') || String(WINDOW_MS)
  if (timestamp === undefined || !/^\d{1,16}$/.test(timestamp)) return missing('timestamp')
  if (!/^\d+(\.\d+)?$/.test(window) || Number(window) > WINDOW_MOST_MS) return refusal(-1131, 'recvWindow must be less than 60000')
  if (Number(timestamp) >= now + AHEAD_MS) return refusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
  return now - Number(timestamp) > Number(window) ? refusal(-1021) : undefined
}

const SIGNATURE_LAST = /(?:^|&)signature=([^&]*)$/

/** The signature is over the text as it was sent, query and body without anything between, and comes last where it stands. */
function refuseSignature(secret: string, { query, body, params }: LabRequest): Refusal | undefined {
  if (!params.get('signature')) return missing('signature')
  const place = SIGNATURE_LAST.test(query) ? 'query' : 'body'
  const match = SIGNATURE_LAST.exec(place === 'query' ? query : body)
  if (!match) return refusal(-1022)
  const text = place === 'query' ? query.slice(0, match.index) + body : query + body.slice(0, match.index)
  return hmac(secret, text) === (match[1] ?? '').toLowerCase() ? undefined : refusal(-1022)
}

export const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex')
