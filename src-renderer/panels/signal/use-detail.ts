import { useEffect, useRef, useState } from 'react'
import type { DecisionDetail, DecisionRow } from '../../../src-shared/contract/views.ts'
import { readDecision } from '../../stores/commands.ts'

/** Decisions may come many times a second; their details are read at most once in this time. */
const REST_MS = 1_000

interface Answer {
  readonly instrumentId: string
  /** Null: not in the archive any more. Undefined: it could not be read. */
  readonly detail: DecisionDetail | null | undefined
}

export interface Detail {
  readonly detail: DecisionDetail | null | undefined
  readonly hasFailed: boolean
  readonly askAgain: () => void
}

/** All there is to know about the newest decision of an instrument. While a newer one is read, the one before stays. */
export function useDetail(row: DecisionRow | undefined): Detail {
  const [answer, setAnswer] = useState<Answer>()
  const [tries, setTries] = useState(0)
  const readAt = useRef(-Infinity)
  const wanted = useRef<string>(undefined)
  useEffect(() => {
    if (!row) return
    const { instrumentId, decisionId, asOf } = row
    if (wanted.current !== instrumentId) readAt.current = -Infinity
    wanted.current = instrumentId
    const take = (detail: DecisionDetail | null | undefined): void => {
      if (wanted.current === instrumentId) setAnswer({ instrumentId, detail })
    }
    const timer = setTimeout(() => {
      readAt.current = performance.now()
      readDecision({ instrumentId, decisionId, asOf }).then(take, () => take(undefined))
    }, Math.max(0, readAt.current + REST_MS - performance.now()))
    return () => clearTimeout(timer)
  }, [row, tries])
  const own = answer?.instrumentId === row?.instrumentId ? answer : undefined
  return { detail: own?.detail, hasFailed: own !== undefined && own.detail === undefined, askAgain: () => setTries((count) => count + 1) }
}
