import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Timer } from '../base/timer.port.ts'
import type { RawMessage, RecordWriter } from '../venue/market-feed.port.ts'
import type { Recorded } from './record-messages.ts'
import { RecordQueue, type Waiting } from './record-queue.ts'
import { RECORD_BYTES_MAX, RecordStore, type RecordOpening } from './record-store.ts'
import { errorCode, StorageRefusal } from './refusal.ts'

export interface RecordParts {
  readonly clock: Clock
  readonly timer: Timer
  /** What may wait in memory, in characters, while the disk is slow or full. */
  readonly waitingMax?: number
}

/** How recording goes. */
export interface RecordingState {
  /** Of all records of the account. */
  readonly bytes: number
  readonly bytesMax: number
  /** Of this record, those on the disk. */
  readonly messages: number
  readonly segments: number
  readonly healthy: boolean
  /** Why not; empty when it is. */
  readonly detail: string
}

/** A crash loses what came later than this. */
const FLUSH_AFTER_MS = 1_000
const RECORD_ID = /^[a-z0-9][a-z0-9.-]{0,99}$/i

/**
 * Keeps raw messages in blocks of at most a second or a quarter of a megabyte. `append` only remembers; packing and writing go on in other threads, one
 * block after the other. While the disk does not take them they wait, and beyond what may wait they are counted: the record then has a hole and says so.
 */
export class SegmentRecordWriter implements RecordWriter {
  readonly #opening: RecordOpening
  readonly #parts: RecordParts
  readonly #queue: RecordQueue
  #store: RecordStore | undefined
  #work = Promise.resolve()
  #isWorking = false
  #alarm: { cancel(): void } | undefined
  #messages = 0
  #detail = ''
  #lastAt: TimeMs | undefined
  #isClosed = false

  /** Touches no file yet. Throws RangeError for a name that cannot be one. */
  constructor(opening: RecordOpening, parts: RecordParts) {
    if (!RECORD_ID.test(opening.recordId)) throw new RangeError(`"${opening.recordId}" cannot be a record's name: use letters, digits, dots and dashes`)
    this.#opening = opening
    this.#parts = parts
    this.#queue = new RecordQueue(parts.waitingMax)
  }

  append(message: RawMessage): void {
    this.#add(message)
  }

  /** Something else that the engine was given, as JSON: it stands between the messages before and behind. */
  note(text: string): void {
    this.#add({ receivedAt: this.#lastAt ?? this.#parts.clock.now(), kind: 'note', about: '', text })
  }

  view(): RecordingState {
    const { bytesMax = RECORD_BYTES_MAX } = this.#opening
    return { ...(this.#store?.held ?? { bytes: 0, segments: 0 }), bytesMax, messages: this.#messages, healthy: this.#detail === '' && !this.#queue.hasHole, detail: this.#detail }
  }

  /** Resolves when all that was appended before is on the disk, or the disk has refused it. Never rejects. */
  flush(): Promise<void> {
    const alarm = this.#alarm
    this.#alarm = undefined
    alarm?.cancel()
    this.#isWorking = true
    const work = this.#work.then(() => this.#writeWaiting())
    this.#work = work
    return work.then(() => {
      if (this.#work === work) this.#isWorking = false
    })
  }

  /** Writes what waits. What the disk refuses now is lost; the next start says that the record has no end. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.flush()
    try {
      if (this.#queue.length === 0) await this.#store?.close(this.#parts.clock.now())
    } catch (error) {
      this.#fail(error)
    }
    await this.#store?.abandon()
  }

  #add(message: Recorded): void {
    if (this.#isClosed) return
    this.#lastAt = message.receivedAt
    this.#queue.add(message, this.#detail || 'the disk was too slow')
    if (!this.#alarm) this.#flushLater()
    if (this.#queue.isDue && !this.#isWorking && this.#detail === '') void this.flush()
  }

  #flushLater(): void {
    const alarm = this.#parts.timer.after(FLUSH_AFTER_MS)
    this.#alarm = alarm
    void alarm.done.then(() => (this.#alarm === alarm ? this.flush() : undefined))
  }

  /** What waits now, and what fills a block meanwhile; never the first few messages of the next. */
  async #writeWaiting(): Promise<void> {
    for (let left = this.#queue.length; left > 0 || this.#queue.isDue; left--) {
      const waiting = this.#queue.take()
      if (!waiting) return
      try {
        await this.#write(waiting)
      } catch (error) {
        // What is lost waits no longer.
        if (isOurs(error)) this.#queue.done(waiting)
        this.#queue.putBack(isOurs(error) ? lost(waiting, error) : waiting)
        return this.#fail(error)
      }
      this.#queue.done(waiting)
      this.#detail = ''
      if (waiting.kind === 'messages') this.#messages += waiting.messages.length
    }
  }

  async #write(waiting: Waiting): Promise<void> {
    const now = this.#parts.clock.now()
    this.#store ??= await RecordStore.open(this.#opening, now)
    await this.#store.write(waiting, now)
  }

  #fail(error: unknown): void {
    this.#detail = `the record could not be written: ${error instanceof StorageRefusal ? error.message : (errorCode(error) ?? String(error))}`
    if (!this.#isClosed && !this.#alarm) this.#flushLater()
  }
}

/** Nothing is wrong with the disk: what cannot be packed now never can. */
const isOurs = (error: unknown): error is RangeError | TypeError => error instanceof RangeError || error instanceof TypeError

function lost(waiting: Waiting, { message }: Error): Waiting {
  if (waiting.kind === 'hole') return waiting
  const times = waiting.messages.map(({ receivedAt }) => receivedAt)
  return { kind: 'hole', hole: { from: times[0]!, to: times.at(-1)!, messages: times.length, reason: message } }
}
