import axios, { type AxiosInstance } from 'axios'
import type { BinanceEndpoint } from './endpoints.ts'

const TIMEOUT_MS = 10_000
/** exchangeInfo is the largest answer, at some three megabytes. */
const BYTES_MAX = 32 * 1_024 * 1_024

/** Gives every answer as the text that came, whatever its status. A redirection is not followed: no venue sends one, a captive portal does. */
export function restTransport({ restUrl }: BinanceEndpoint): AxiosInstance {
  return axios.create({
    baseURL: restUrl, timeout: TIMEOUT_MS, maxRedirects: 0, maxContentLength: BYTES_MAX, responseType: 'text', validateStatus: () => true,
    transformResponse: [(body: unknown) => body], headers: { 'User-Agent': 'haetae' },
  })
}
