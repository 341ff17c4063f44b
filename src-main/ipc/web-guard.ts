import type { IncomingHttpHeaders } from 'node:http'
import { pageHeaders } from '../base/page-headers.ts'

export interface WebRequest {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly upgrade: boolean
}

interface Refusal {
  readonly status: 400 | 403 | 405
  readonly reason: string
}

/** The page's door is a web socket to where it came from. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = pageHeaders("'self'")

/**
 * Says why a request must not be served, or nothing. In this order: host, origin, site, method, body.
 * Other pages in the same browser, and names rebound to 127.0.0.1, end here.
 */
export function refusal(request: WebRequest, port: number): Refusal | undefined {
  const { method, headers, upgrade } = request
  const safe = (method === 'GET' || method === 'HEAD') && !upgrade
  const stranger = strangeness(headers, safe, port)
  if (stranger) return refuse(403, stranger)
  if (upgrade ? method !== 'GET' : !safe && method !== 'POST') return refuse(405, 'method')
  return hasBody(headers) ? refuse(400, 'body') : undefined
}

/** What tells that a request does not come from our own page, or from the person's own address bar or tools. */
function strangeness(headers: IncomingHttpHeaders, safe: boolean, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { host = '', origin } = headers
  if (!hosts.includes(host)) return 'host'
  if (origin !== undefined && !hosts.some((known) => origin === `http://${known}`)) return 'origin'
  if (!safe && origin === undefined) return 'origin missing'
  const site = headers['sec-fetch-site']
  const sites = safe ? ['same-origin', 'none'] : ['same-origin']
  return site === undefined || sites.includes(String(site)) ? undefined : 'site'
}

const refuse = (status: Refusal['status'], reason: string): Refusal => ({ status, reason })

/** No request here carries one. */
function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0
}
