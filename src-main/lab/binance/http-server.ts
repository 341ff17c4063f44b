import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { HttpFaults } from './http-faults.ts'
import type { LabClock } from './lab-clock.ts'
import type { LabExtension, LabReply, LabRequest, LabRoute } from './lab-types.ts'
import type { Limits } from './limits.ts'
import { losslessJson, notFound } from './replies.ts'

export interface HttpParts {
  readonly routes: readonly LabRoute[]
  readonly extension: LabExtension | undefined
  readonly clock: LabClock
  readonly limits: Limits
  readonly faults: HttpFaults
  /** Brings the market to the present before it is asked. */
  readonly catchUp: () => void
  /** Where /lab/… goes: what is none of the venue's. */
  readonly control: (method: string, path: string, body: string) => LabReply
}

const BODY_MAX = 1_000_000

/** The REST side: which call it is, what it costs, what it answers. */
export function createHttp(parts: HttpParts): Server {
  const routes = new Map([...parts.routes, ...(parts.extension?.routes ?? [])].map((route) => [`${route.method} ${route.path}`, route]))
  return createServer((incoming, response) => {
    let body = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (chunk: string) => {
      body += chunk
      if (body.length > BODY_MAX) incoming.destroy()
    })
    incoming.on('end', () => answer(parts, routes, { incoming, body }, response))
    incoming.on('error', () => response.destroy())
  })
}

interface Asked {
  readonly incoming: IncomingMessage
  readonly body: string
}

function answer(parts: HttpParts, routes: ReadonlyMap<string, LabRoute>, asked: Asked, response: ServerResponse): void {
  parts.catchUp()
  const { faults } = parts
  const request = requestOf(asked, parts.clock)
  if (request.path.startsWith('/lab/')) return control(parts, asked, response)
  if (faults.before(request, response)) return
  const route = routes.get(`${request.method} ${request.path}`)
  if (!route) return faults.send(request, response, notFound)
  const { refusal, headers } = parts.limits.take(route, request)
  const reply = refusal ?? faults.instead(request) ?? guarded(parts, route, request) ?? route.handle(request)
  faults.send(request, response, { ...faults.changed(request, reply), headers: { ...headers, ...reply.headers } })
}

/** No page of a browser may turn faults on. */
function control({ control: ask }: HttpParts, { incoming, body }: Asked, response: ServerResponse): void {
  const { method = 'GET', url = '/', headers } = incoming
  const { status, body: told } = headers.origin === undefined ? ask(method, splitOnce(url)[0], body) : { status: 403, body: { error: 'not for pages' } }
  response.writeHead(status, { 'content-type': 'application/json' }).end(losslessJson(told))
}

/** Who is not who they must be is refused before anything is done. Without a trading side nobody has a key. */
function guarded({ extension }: HttpParts, route: LabRoute, request: LabRequest): LabReply | undefined {
  return route.security === 'none' ? undefined : extension?.refuse(route, request)
}

function requestOf({ incoming, body }: Asked, clock: LabClock): LabRequest {
  const [path, query] = splitOnce(incoming.url ?? '/')
  const params = new Map([...new URLSearchParams(body), ...new URLSearchParams(query)])
  const apiKey = incoming.headers['x-mbx-apikey']
  return { method: incoming.method ?? 'GET', path, params, apiKey: typeof apiKey === 'string' ? apiKey : undefined, now: clock.told(), query, body }
}

function splitOnce(url: string): readonly [string, string] {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}
