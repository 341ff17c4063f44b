import type { Answer, Reaction, Refusal, Reply } from './answer.ts'

type NotOk = Exclude<Answer<never>, { outcome: 'ok' }>

const codes = (reaction: Reaction, ...list: readonly number[]): readonly (readonly [number, Reaction])[] => list.map((code) => [code, reaction] as const)

/**
 * By the venue's code, never by its text. What is not in here is unknown: a code that nobody has met may well come after the deed.
 * -1000, -1001, -1006 and -1007 are left out for that reason: all of them have been seen after something had been done.
 */
const REACTIONS: ReadonlyMap<number, Reaction> = new Map([
  ...codes('rest', -1003),
  ...codes('retry-later', -1008, -1015, -1016, -4117, -5043),
  ...codes('set-clock', -1021, -5028),
  ...codes(
    'mend',
    -1013, -1100, -1101, -1102, -1103, -1104, -1105, -1106, -1111, -1112, -1114, -1115, -1116, -1117, -1118, -1119, -1120, -1121, -1128, -1130, -1136,
    -2020, -4002, -4003, -4004, -4005, -4013, -4014, -4015, -4016, -4021, -4023, -4024, -4116, -4120, -4131, -4137, -4138, -4164, -5021, -5022,
  ),
  ...codes('compare-books', -1125, -2011, -2013, -2021, -2022, -4061, -4062, -4118, -4130, -4142),
  ...codes(
    'no-entries',
    -2018, -2019, -2023, -2024, -2025, -2027, -2028, -4045, -4047, -4048, -4067, -4068, -4087, -4105, -4106, -4107, -4140, -4141, -4161, -4167, -4168, -4169, -4170, -4189, -4192, -4400, -4401,
  ),
  ...codes('person', -1002, -1022, -2008, -2014, -2015, -2017, -4056, -4088, -4109, -4402, -4403),
])

/** Texts of HTTP 503 after which the venue promises that nothing was done. Its fourth, "Unknown error", promises the contrary. */
const BUSY = ['Service Unavailable.', 'Internal error; unable to process your request. Please try again.']

/** An answer other than 2xx, or a 2xx that says no. */
export function judgeRefusal({ status, body, retryAfterMs }: Reply, refusal: Refusal | undefined): NotOk {
  const code = refusal?.code ?? null
  const detail = refusal ? `${refusal.code} ${refusal.message}` : `HTTP ${status}`
  const failed = (reaction: Reaction): NotOk => ({ outcome: 'failed', reaction, code, detail, retryAfterMs })
  if (status === 429 || status === 418) return failed('rest')
  if (status === 403) return failed('person')
  if (status === 503 && BUSY.some((text) => (refusal?.message ?? body).includes(text))) return failed('retry-later')
  const reaction = refusal && REACTIONS.get(refusal.code)
  if (reaction) return failed(reaction)
  // No such address: nothing there could have done anything.
  if (status === 404) return failed('mend')
  return { outcome: 'unknown', code, detail }
}

/** "banned until 1700000000000": the venue's own clock, so the caller compares it with that. Null when it is not said. */
export function bannedUntil({ message }: Refusal): number | null {
  const match = /banned until (\d{13})/.exec(message)
  return match ? Number(match[1]) : null
}
