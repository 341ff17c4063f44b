import { ORDER_LIMITS } from '../limits.ts'
import type { LabConnection } from '../lab-types.ts'
import { losslessJson } from '../replies.ts'
import { accountV3, balances, riskV3 } from './account-shapes.ts'
import { cancelConditional, placeConditional } from './algo-routes.ts'
import { amend, cancel, place, query } from './order-routes.ts'
import type { Params } from './params.ts'
import { missing, Refusal, refusal } from './refusal.ts'
import { hmac, refuseTime, type ApiKey } from './security.ts'
import { carryOut, FaultReply, type TradingVenue } from './trading-venue.ts'

type Deed = (venue: TradingVenue, params: Params) => unknown

/** Methods that need a signature. */
const SIGNED: Readonly<Record<string, Deed>> = {
  'order.place': place, 'order.modify': amend, 'order.cancel': cancel, 'order.status': query, 'algoOrder.place': placeConditional, 'algoOrder.cancel': cancelConditional,
  'v2/account.position': ({ state }) => riskV3(state), 'v2/account.status': ({ state }) => accountV3(state), 'v2/account.balance': ({ state }) => balances(state),
}

/** Methods that need the key alone. */
const KEYED: Readonly<Record<string, Deed>> = {
  'userDataStream.start': ({ listenKeys, now }) => ({ listenKey: listenKeys.create(now()) }), 'userDataStream.ping': ({ listenKeys, now }) => ({ listenKey: listenKeys.extend(now()) }),
  'userDataStream.stop': ({ listenKeys }) => {
    listenKeys.remove()
    return {}
  },
}

/** Orders over a socket: one request a frame, answered with its id. Takes the socket when its path is this one's. */
export function connectWsApi(venue: TradingVenue, key: ApiKey, connection: LabConnection): boolean {
  if (!connection.path.startsWith('/ws-fapi/v1')) return false
  connection.onText((text) => {
    const reply = answer(venue, key, text)
    if (reply === undefined) connection.close(1011)
    else connection.send(losslessJson(reply))
  })
  return true
}

interface Asked {
  readonly id: unknown
  readonly method: string
  readonly params: Params
}

/** Undefined when the connection is cut instead. */
function answer(venue: TradingVenue, key: ApiKey, text: string): unknown {
  const asked = askedIn(text)
  if (!asked) return { id: null, status: 400, error: { code: -1135, msg: 'Invalid JSON Request' } }
  const rateLimits = [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2_400, count: 1 }, { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: ORDER_LIMITS.tenSeconds, count: 1 }]
  const says = (status: number, body: object): unknown => ({ id: asked.id, status, ...body, rateLimits })
  try {
    return says(200, { result: carryOut(venue, () => deed(venue, key, asked)) })
  } catch (error) {
    if (error instanceof Refusal) return says(error.status, { error: { code: error.code, msg: error.message } })
    if (error instanceof FaultReply) return error.reply.status === 0 ? undefined : says(error.reply.status, { error: error.reply.body })
    throw error
  }
}

function deed(venue: TradingVenue, key: ApiKey, { method, params }: Asked): unknown {
  const known = SIGNED[method] ?? KEYED[method]
  if (!known) throw refusal(-1000, `Unknown method: ${method}`)
  const apiKey = params.get('apiKey')
  if (apiKey === undefined) throw refusal(-2014)
  if (apiKey !== key.apiKey) throw refusal(-2015)
  if (SIGNED[method]) checkSignature(venue, key, params)
  return known(venue, params)
}

/** Over all parameters sorted by name, plain or percent-encoded. */
function checkSignature({ now }: TradingVenue, { secret }: ApiKey, params: Params): void {
  const refused = refuseTime({ params, now: now() as Parameters<typeof refuseTime>[0]['now'] })
  if (refused) throw refused
  const signature = params.get('signature')
  if (signature === undefined) throw missing('signature')
  const rest = [...params].filter(([name]) => name !== 'signature').toSorted(([a], [b]) => (a < b ? -1 : 1))
  const texts = [rest.map(([name, value]) => `${name}=${value}`).join('&'), new URLSearchParams(rest).toString()]
  if (!texts.some((text) => hmac(secret, text) === signature.toLowerCase())) throw refusal(-1022)
}

function askedIn(text: string): Asked | undefined {
  try {
    const { id, method, params = {} } = JSON.parse(text, exact) as { readonly id?: unknown; readonly method?: unknown; readonly params?: unknown }
    if (typeof method !== 'string' || typeof params !== 'object' || params === null) return undefined
    return { id: id ?? null, method, params: new Map(Object.entries(params).map(([name, value]) => [name, String(value)])) }
  } catch {
    return undefined
  }
}

/** Numbers as they were written: an id may have more digits than a double. The request's own id is given back as it is. */
function exact(name: string, value: unknown, { source }: { readonly source?: string } = {}): unknown {
  return name !== 'id' && typeof value === 'number' && source !== undefined ? source : value
}
