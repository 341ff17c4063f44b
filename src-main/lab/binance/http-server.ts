import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { LabClock } from './lab-clock.ts'
import type { LabExtension, LabReply, LabRequest, LabRoute } from './lab-types.ts'
import type { Limits } from './limits.ts'
import { losslessJson, notFound } from './replies.ts'

export interface HttpParts {
  readonly routes: readonly LabRoute[]
  readonly extension: LabExtension | undefined
  readonly clock: LabClock
  readonly limits: Limits
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
  const request = requestOf(asked, parts.clock)
  if (request.path.startsWith('/lab/')) return write(response, parts.control(request.method, request.path, request.body))
  const route = routes.get(`${request.method} ${request.path}`)
  if (!route) return write(response, notFound)
  const { refusal, headers } = parts.limits.take(route, request)
  const reply = refusal ?? guarded(parts, route, request) ?? route.handle(request)
  write(response, { ...reply, headers: { ...headers, ...reply.headers } })
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

function write(response: ServerResponse, { status, body, headers }: LabReply): void {
  if (status === 0) {
    response.destroy()
    return
  }
  const isPage = typeof body === 'string'
  response.writeHead(status, { 'content-type': isPage ? 'text/html' : 'application/json', ...headers }).end(isPage ? body : losslessJson(body))
}
