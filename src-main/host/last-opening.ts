import { opening } from '../../src-shared/contract/schemas.ts'
import type { Opening } from '../../src-shared/contract/workstation-views.ts'
import type { Profile } from './profile.ts'

const KEY = 'last-opening'

/** What a window has opened and not closed; undefined for none, and for what this version does not understand. */
export async function lastOpening(profile: Profile): Promise<Opening | undefined> {
  const text = await profile.get(KEY)
  return text === null ? undefined : opening.safeParse(parseJson(text)).data
}

export const rememberOpening = (profile: Profile, opened: Opening | null): Promise<unknown> => profile.put(KEY, opened && JSON.stringify(opened))

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
