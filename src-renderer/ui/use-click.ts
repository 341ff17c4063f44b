import { useRef, useState, type MouseEvent } from 'react'
import type { AskAnswer } from '../../src-shared/contract/workstation-views.ts'
import { askProblem } from '../i18n/ask-problem.ts'
import { toldText } from '../format/told.ts'

interface Click {
  readonly busy: boolean
  /** Why the last one had no effect, or that its outcome is not known. */
  readonly problem: string | undefined
  /** Sends once: further clicks do nothing until the engine answered, nor does the second half of a double click. */
  readonly press: (event?: MouseEvent) => void
}

/** A button's way to the engine. When an answer is lost, the same click id is sent again next time, so that it cannot count twice. */
export function useClick(send: (requestId: string) => Promise<AskAnswer>, onAccepted: () => void = () => undefined): Click {
  const requestId = useRef<string>(undefined)
  const sending = useRef(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const settle = (trouble: string | undefined): void => {
    sending.current = false
    setBusy(false)
    setProblem(trouble)
  }
  const onAnswer = (answer: AskAnswer): void => {
    requestId.current = undefined
    settle(answer.accepted ? undefined : toldText(answer.reason))
    if (answer.accepted) onAccepted()
  }
  const press = (event?: MouseEvent): void => {
    if (sending.current || (event && event.detail > 1)) return
    sending.current = true
    setBusy(true)
    requestId.current ??= crypto.randomUUID()
    send(requestId.current).then(onAnswer, (error: unknown) => settle(askProblem(error)))
  }
  return { busy, problem, press }
}
