import { useEffect, useState } from 'react'

/** How much of something large is drawn: 0 at first, one more after each task until the last, so that a press in between is answered. */
export function useStages(last: number): number {
  const [stage, setStage] = useState(0)
  useEffect(() => {
    if (stage >= last) return
    const timer = setTimeout(() => setStage(stage + 1))
    return () => clearTimeout(timer)
  }, [stage, last])
  return stage
}
