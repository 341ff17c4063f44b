import { maybeText } from './text.ts'

/** Why a request came to nothing, or that its outcome is not known, in the person's language. */
export function askProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  const known = code === undefined ? undefined : (maybeText(`problem.${code}`) ?? maybeText(`told.${code}`))
  return known ?? (error instanceof Error ? error.message : String(error))
}
