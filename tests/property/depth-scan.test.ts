import { expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { scanDepth } from '../../src-main/venue/binance/feed/scan-depth.ts'
import { hasFrames, recordedFrames } from '../../scripts/bench/stream-recording.ts'

/** As the venue has sent them since the middle of 2026. */
const FRAMES = [
  '{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1795176000124,"T":1795176000123,"s":"BTCUSDT","ps":"BTCUSDT","U":101,"u":105,"pu":0,"b":[["61800.20","2.507"],["61800.10","0.000"]],"a":[],"st":1}}',
  '{"stream":"币安usdt@depth","data":{"s":"币安USDT","b":[["1","2"]]}}',
]
const SIGNS = ['', '"', '\\', ',', ':', '[', ']', '{', '}', '0', '9', '-', '.', 'e', 't', ' ', '\n', '\u0000', '\u007F', '\uD800', '1e5', '\\u0041', 'null', '"x":{}', '"x":[1]', ',"u":7', '00', '1234567890123456']

/** Null for what is no JSON. */
function plainly(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly data?: unknown }).data
  } catch {
    return null
  }
}

function sameAsPlainly(text: string): boolean {
  const scanned = scanDepth(text)
  if (scanned) expect(scanned, text).toStrictEqual(plainly(text))
  return scanned !== undefined
}

it('reads changes of a book as JSON.parse does', () => {
  for (const frame of FRAMES) expect(sameAsPlainly(frame), frame).toBe(true)
})

it('reads nothing into a frame that is damaged in any place, in any way: as JSON.parse does, or not at all', () => {
  let scanned = 0
  for (const frame of FRAMES) {
    for (let place = 0; place < frame.length; place++) {
      const damaged = SIGNS.flatMap((sign) => [0, 1].map((taken) => frame.slice(0, place) + sign + frame.slice(place + taken)))
      scanned += damaged.filter(sameAsPlainly).length
      expect(scanDepth(frame.slice(0, place)), frame.slice(0, place)).toBeUndefined()
    }
  }
  // Letters and digits within texts may change: it does not refuse everything.
  expect(scanned).toBeGreaterThan(1_000)
})

it('leaves to others what is not of its form', () => {
  const others = ['{"u":1}', 'null', '{"k":{"t":1}}', '{"m":true}', '{"u":-1}', '{"u":1.5}', '{"abc":1}', '{"__proto__":1}', '{"b":[["1","2","3"]]}', '{"b":[["1"]]}', '{"b":[[1,"2"]]}', '{"b":["1","2"]}', '{"u": 1}', '{}']
  expect(others.map((data) => scanDepth(`{"stream":"x@depth","data":${data}}`)).filter(Boolean)).toEqual([{ u: 1 }])
  for (const text of ['', '{}', 'null', '{"stream":"x@trade","data":{"u":1}}', '{"data":{"u":1},"stream":"x@depth"}', '{"stream":"x@depth","data":{"u":1}} ', '{"result":null,"id":1}']) expect(scanDepth(text), text).toBeUndefined()
})

it('reads pieces put together by chance as JSON.parse does', () => {
  const random = new SeededRandom(5)
  const pieces = FRAMES.flatMap((frame) => frame.split(/(?=[,:[\]{}"])/u))
  for (let run = 0; run < 20_000; run++) {
    const fields = Array.from({ length: 1 + random.below(6) }, () => pieces[random.below(pieces.length)]!).join('')
    sameAsPlainly(`{"stream":"x@depth","data":{"e":"y"${fields}}}`)
  }
})

it.skipIf(!hasFrames)('reads every recorded change of a book as JSON.parse does', () => {
  const changes = recordedFrames().frames.filter(({ text }) => text.includes('"depthUpdate"'))
  expect(changes.length).toBe(6_551)
  for (const { text } of changes) expect(JSON.stringify(scanDepth(text)) === JSON.stringify(plainly(text)), text).toBe(true)
})
