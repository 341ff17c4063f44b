import { expect } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { BinanceStreams } from '../../src-main/venue/binance/streams/binance-streams.ts'
import { Loopback } from './loopback.ts'
import { openStreamHost, type Peer, type StreamHost } from './stream-server.ts'
import { VirtualTime } from './virtual-time.ts'

/** So often it is waited for a frame. */
const TURNS_MAX = 1_000

/** Our streams before a host that does as it is told. */
export class StreamScene {
  readonly time: VirtualTime = new VirtualTime()
  readonly host: StreamHost
  readonly links: string[] = []
  /** Connection, a blank, and the frame. */
  readonly heard: string[] = []
  readonly #running: BinanceStreams[] = []
  readonly #loopback: Loopback
  #frames = 0

  private constructor(host: StreamHost, loopback: Loopback) {
    this.host = host
    this.#loopback = loopback
  }

  static async open(): Promise<StreamScene> {
    return new StreamScene(await openStreamHost(), await Loopback.open())
  }

  start(channels: readonly string[], seed = 7, endpoint = this.host.endpoint): BinanceStreams {
    const random = new SeededRandom(seed)
    const streams = new BinanceStreams({
      endpoint, channels, timer: this.time, random: () => random.uniform(),
      onMessage: (connection, text) => void this.heard.push(`${connection} ${text}`), onLink: (connection, text) => void this.links.push(`${connection} ${text}`),
    })
    this.#running.push(streams)
    streams.start()
    return streams
  }

  async close(): Promise<void> {
    for (const streams of this.#running) streams.stop()
    this.#loopback.close()
    await this.host.close()
  }

  peer(index: number): Peer {
    const peer = this.host.peers[index]
    if (!peer) throw new RangeError(`there are ${this.host.peers.length} connections`)
    return peer
  }

  /** Of the connections with this path, the newest. */
  newest(path = '/market/stream'): Peer {
    const peer = this.host.peers.findLast((each) => each.path === path)
    if (!peer) throw new RangeError(`no connection asked for ${path}`)
    return peer
  }

  /** All that are open, as the host sees it. */
  get open(): readonly Peer[] {
    return this.host.peers.filter(({ socket }) => socket.readyState === socket.OPEN)
  }

  told(text: string): boolean {
    return this.links.some((link) => link.startsWith(text))
  }

  /** Time goes on until this holds; how much of it did. */
  async passUntil(holds: () => boolean, stepMs = 100, mostMs = 600_000): Promise<number> {
    let passed = 0
    for (; passed <= mostMs && !(await this.#soon(holds)); passed += stepMs) await this.time.pass(stepMs)
    expect(holds(), `after ${passed} ms: ${this.links.join(' | ')}`).toBe(true)
    return passed
  }

  /** All these connections send the next numbered frame each second until this holds. Time goes on only when the frame was heard. */
  async talkUntil(peers: () => readonly Peer[], holds: () => boolean, mostSeconds = 600): Promise<void> {
    for (let second = 0; second < mostSeconds; second++) {
      if (await this.#soon(holds)) return
      await this.say(peers())
      await this.time.pass(1_000)
    }
    expect(holds(), this.links.join(' | ')).toBe(true)
  }

  /** One frame on each of these; resolves when one of them was heard. */
  async say(peers: readonly Peer[]): Promise<void> {
    const number = ++this.#frames
    for (const { socket } of peers) socket.send(`{"stream":"btcusdt@markPrice@1s","data":{"n":${number}}}`)
    const ending = `{"n":${number}}}`
    for (let turn = 0; turn < TURNS_MAX && !this.heard.some((line) => line.endsWith(ending)); turn++) await this.#loopback.delivered()
    expect(this.heard.some((line) => line.endsWith(ending)), `frame ${number} was not heard`).toBe(true)
  }

  /** Numbers of the frames that were heard, of any connection, ascending and each once. */
  get numbers(): readonly number[] {
    const all = this.heard.map((line) => Number(/"n":(\d+)/.exec(line)?.[1]))
    return [...new Set(all)].toSorted((a, b) => a - b)
  }

  /** Frames that were sent. */
  get frames(): number {
    return this.#frames
  }

  async #soon(holds: () => boolean): Promise<boolean> {
    if (!holds()) await this.#loopback.delivered()
    return holds()
  }
}
