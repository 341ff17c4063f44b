import { readOptions, type Faults } from './faults.ts'
import type { LabClock } from './lab-clock.ts'
import type { LabReply } from './lab-types.ts'
import { ok } from './replies.ts'

export interface ControlParts {
  readonly faults: Faults
  readonly clock: LabClock
  /** Whatever else there is to say of how it goes. */
  readonly status: () => Readonly<Record<string, unknown>>
}

/**
 * What is none of the venue's: `GET /lab/status`, `GET /lab/faults`, `POST /lab/faults` with `{"name":"latency","ms":500}`, `{"clear":"latency"}` or
 * `{"clear":true}`, `POST /lab/clock` with `{"advance":60000}` where time stands still.
 */
export function createControl({ faults, clock, status }: ControlParts): (method: string, path: string, body: string) => LabReply {
  const told = (): LabReply => ok({ active: faults.active, fired: faults.fired, kinds: faults.kinds })
  const calls: Readonly<Record<string, (body: string) => LabReply>> = {
    'GET /lab/status': () => ok({ now: clock.now(), ...status() }),
    'GET /lab/faults': told,
    'POST /lab/faults': (body) => {
      applyFault(faults, wish(body))
      return told()
    },
    'POST /lab/clock': (body) => {
      clock.advance(Number(wish(body)['advance']))
      return ok({ now: clock.now() })
    },
  }
  return (method, path, body) => {
    try {
      return calls[`${method} ${path}`]?.(body) ?? { status: 404, body: { error: `there is no ${method} ${path} here` } }
    } catch (error) {
      return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } }
    }
  }
}

function applyFault(faults: Faults, { name, clear, ...options }: Readonly<Record<string, unknown>>): void {
  if (clear === true) faults.clear()
  else if (typeof clear === 'string') faults.clear(clear)
  else faults.set(String(name), readOptions(options))
}

function wish(body: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(body)
  if (typeof value !== 'object' || value === null) throw new RangeError('an object is wanted')
  return value as Readonly<Record<string, unknown>>
}
