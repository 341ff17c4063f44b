import { beforeAll, describe, expect, it } from 'vitest'
import { BinanceFeed } from '../../src-main/venue/binance/feed/binance-feed.ts'
import { hasData } from '../support/recorded.ts'
import { recordedFeed, type RecordedMessage } from '../support/recorded-feed.ts'

const SCALE = 1e8
let recorded: readonly RecordedMessage[]
beforeAll(() => {
  if (hasData) recorded = recordedFeed()
})

const feed = (): BinanceFeed => new BinanceFeed({ venue: 'binance-usdm', instruments: [{ symbol: 'BTCUSDT', known: null, candlesUntil: null, fundingUntil: null }], intervals: [300_000], depth: true })

interface Best { readonly u: number; readonly bid: number; readonly ask: number }

/** Of all, by update: the recording has them out of step with the depth messages. */
const bests = (): readonly Best[] => recorded
  .filter(({ event }) => event === 'bookTicker')
  .map(({ data }) => ({ u: data['u'] as number, bid: Math.round(Number(data['b']) * SCALE), ask: Math.round(Number(data['a']) * SCALE) }))
  .toSorted((a, b) => a.u - b.u)

/** The indexes of depth messages, in order. */
const depths = (): readonly number[] => recorded.flatMap(({ event }, index) => (event === 'depthUpdate' ? [index] : []))

/** As recorded, but the snapshot comes after the first depth message, so that every one that reaches beyond it can be looked at: two came while it was on its way. */
function withSnapshotEarly(): readonly RecordedMessage[] {
  const snapshot = recorded.findIndex(({ event }) => event === 'depth')
  return recorded.toSpliced(snapshot, 1).toSpliced(depths()[0]! + 1, 0, recorded[snapshot]!)
}

/** How often the book was emptied, when these messages come. */
function gapsIn(messages: readonly RecordedMessage[]): number {
  const one = feed()
  for (const message of messages) one.take(message)
  return one.channels().find(({ channel }) => channel === 'depth')!.gaps
}

describe.skipIf(!hasData)('a recorded feed (skipped without the recorded market data)', () => {
  it('gives a book whose best prices are those of the book tickers, after every depth message', () => {
    const one = feed()
    const tickers = bests()
    let [compared, equal, next] = [0, 0, 0]
    for (const message of withSnapshotEarly()) {
      one.take(message)
      const line = one.book('BTCUSDT')
      if (message.event !== 'depthUpdate' || !line?.isReady || line.lastUpdateId === null) continue
      while (next < tickers.length && tickers[next]!.u <= line.lastUpdateId) next++
      const { bid, ask } = tickers[next - 1]!
      compared++
      if (line.book.bids.priceAt(0) === bid && line.book.asks.priceAt(0) === ask) equal++
    }
    expect([equal, compared]).toEqual([6_547, 6_547])
    expect(one.alarms()).toEqual([])
  })

  it('shows a hole when a depth message is dropped, and when two change places', () => {
    const indexes = depths()
    const part = recorded.slice(0, indexes[60]!)
    expect(gapsIn(part)).toBe(0)
    for (const place of [10, 23, 40]) {
      const [index, following] = [indexes[place]!, indexes[place + 1]!]
      expect(gapsIn(part.toSpliced(index, 1)), `without ${place}`).toBe(1)
      expect(gapsIn(part.toSpliced(index, 1, recorded[following]!).toSpliced(following, 1, recorded[index]!)), `${place} after the next`).toBeGreaterThan(0)
    }
  })

  it('is the same when every message comes twice, as by two connections', () => {
    const part = recorded.slice(0, depths()[200]!)
    const [once, twice] = [feed(), feed()]
    const events = part.flatMap((message) => once.take(message))
    const again = part.flatMap((message) => [...twice.take(message), ...twice.take({ ...message, about: message.kind === 'frame' ? 'public/2' : message.about })])
    expect(again.filter(({ kind }) => kind !== 'woken')).toEqual(events.filter(({ kind }) => kind !== 'woken'))
    expect([twice.book('BTCUSDT')?.lastUpdateId, gapsIn(part)]).toEqual([once.book('BTCUSDT')?.lastUpdateId, 0])
    expect(twice.channels().find(({ channel }) => channel === 'depth')?.gaps).toBe(0)
  })
})
