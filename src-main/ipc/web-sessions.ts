import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../base/clock.port.ts'

const SECRET_BYTES = 32
const SESSIONS_MAX = 8

interface Session {
  readonly digest: Buffer
  /** Ways to end the connections that are open in this session. */
  readonly connections: Set<() => void>
  lastUsedAt: number
}

/** A one-time boot token buys a session; a session lets connections in until nobody used it for `idleMs`. */
export class WebSessions {
  readonly #clock: Clock
  readonly #idleMs: number
  readonly #sessions: Session[] = []
  #boot: Buffer | undefined

  constructor(clock: Clock, idleMs: number) {
    this.#clock = clock
    this.#idleMs = idleMs
  }

  /** A new boot token. One that was not used yet is worth nothing from now on. */
  newBoot(): string {
    const token = newSecret()
    this.#boot = digestOf(token)
    return token
  }

  /** The secret of a new session, or undefined when the token is wrong or was used. */
  exchange(token: string): string | undefined {
    if (!this.#boot || !timingSafeEqual(digestOf(token), this.#boot)) return undefined
    this.#boot = undefined
    const secret = newSecret()
    this.#sessions.push({ digest: digestOf(secret), connections: new Set(), lastUsedAt: this.#clock.now() })
    if (this.#sessions.length > SESSIONS_MAX) this.#sessions.shift()?.connections.forEach((end) => end())
    return secret
  }

  /** True while the secret lets connections in. */
  knows(secret: string): boolean {
    return this.#find(secret) !== undefined
  }

  /** Notes a connection of a known session. `end` is called when the session is dropped; call what comes back when the connection ended. */
  joined(secret: string, end: () => void): () => void {
    const session = this.#find(secret)
    if (!session) throw new Error('no such session')
    session.connections.add(end)
    session.lastUsedAt = this.#clock.now()
    return () => {
      session.connections.delete(end)
      session.lastUsedAt = this.#clock.now()
    }
  }

  #find(secret: string): Session | undefined {
    const digest = digestOf(secret)
    // Every session is compared, in constant time, so that the time taken tells nothing.
    const found = this.#sessions.filter((session) => timingSafeEqual(session.digest, digest))[0]
    if (!found || found.connections.size > 0 || this.#clock.now() - found.lastUsedAt <= this.#idleMs) return found
    this.#sessions.splice(this.#sessions.indexOf(found), 1)
    return undefined
  }
}

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('hex')
const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
