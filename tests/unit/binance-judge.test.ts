import { describe, expect, it } from 'vitest'
import { refusalIn } from '../../src-main/venue/binance/answer.ts'
import { bannedUntil, judgeRefusal } from '../../src-main/venue/binance/judge-refusal.ts'
import { parseLossless } from '../../src-main/venue/binance/lossless-json.ts'

const judge = (status: number, body: string, retryAfterMs: number | null = null): string => {
  let json
  try {
    json = parseLossless(body)
  } catch {
    json = null
  }
  const answer = judgeRefusal({ status, contentType: '', body, retryAfterMs }, refusalIn(json))
  return answer.outcome === 'failed' ? answer.reaction : answer.outcome
}

const refusal = (code: number, msg: string): string => JSON.stringify({ code, msg })

describe('what an answer of the venue means', () => {
  it.each([
    [503, '{"code":-1000,"msg":"Unknown error, please check your request or try again later."}', 'unknown'],
    [503, 'Unknown error, please check your request or try again later.', 'unknown'],
    [503, 'Service Unavailable.', 'retry-later'],
    [503, refusal(-1008, 'Request throttled by system-level protection.'), 'retry-later'],
    [503, 'Internal error; unable to process your request. Please try again.', 'retry-later'],
    [400, refusal(-1006, 'An unexpected response was received from the message bus. Execution status unknown.'), 'unknown'],
    [400, refusal(-1007, 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.'), 'unknown'],
    [400, refusal(-1001, 'Internal error; unable to process your request. Please try again.'), 'unknown'],
    [408, '', 'unknown'],
    [502, '<html><body>Bad Gateway</body></html>', 'unknown'],
    [400, refusal(-9999, 'A code that nobody has met.'), 'unknown'],
    [500, '', 'unknown'],
    [429, refusal(-1003, 'Too many requests.'), 'rest'],
    [418, refusal(-1003, 'Way too many requests; IP banned until 1763740000000.'), 'rest'],
    [403, '<html>', 'person'],
    [404, '<html>404 Not found</html>', 'mend'],
    [400, refusal(-1021, 'Timestamp for this request is outside of the recvWindow.'), 'set-clock'],
    [400, refusal(-4164, "Order's notional must be no smaller than 50"), 'mend'],
    [400, refusal(-4120, 'Order type not supported for this endpoint.'), 'mend'],
    [400, refusal(-2013, 'Order does not exist.'), 'compare-books'],
    [400, refusal(-2019, 'Margin is insufficient.'), 'no-entries'],
    [401, refusal(-2015, 'Invalid API-key, IP, or permissions for action.'), 'person'],
  ])('HTTP %i %s is %s', (status, body, meaning) => {
    expect(judge(status, body)).toBe(meaning)
  })

  it('reads until when an address is banned', () => {
    expect(bannedUntil({ code: -1003, message: 'IP banned until 1763740000000. Please use the websocket' })).toBe(1_763_740_000_000)
    expect(bannedUntil({ code: -1003, message: 'Too many requests' })).toBeNull()
  })
})

describe('JSON without rounding', () => {
  it('keeps an order id of nineteen digits', () => {
    expect(parseLossless('{"orderId":8389765519993908929,"price":"1.0"}')).toEqual({ orderId: 8_389_765_519_993_908_929n, price: '1.0' })
  })

  it('leaves what a double holds a number, also beside long digits in a text', () => {
    expect(parseLossless('{"id":9007199254740991,"s":"12345678901234567890","f":0.1234567890123456}')).toEqual({ id: 9_007_199_254_740_991, s: '12345678901234567890', f: 0.123_456_789_012_345_6 })
  })

  it('throws for an answer that was cut', () => {
    expect(() => parseLossless('{"orderId":83897655')).toThrow(SyntaxError)
  })
})
