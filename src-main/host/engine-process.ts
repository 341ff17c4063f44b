import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { told } from '../../src-shared/contract/told-codes.ts'
import { monotonicClock, systemClock } from '../base/system-clock.ts'
import { systemTicker } from '../base/system-ticker.ts'
import { systemTimer } from '../base/system-timer.ts'
import { serve } from '../ipc/request-server.ts'
import type { Birth, EnginePlace } from '../supervision/engine-handle.ts'
import type { EngineParent } from './engine-parent.ts'
import { lastOpening } from './last-opening.ts'
import { ModeHost } from './mode-host.ts'
import { Profile } from './profile.ts'
import { answerShell } from './shell-asks.ts'
import { windowRequests } from './window-requests.ts'

/** Less than a supervisor waits, for when there is none: what cannot be wound down is left to the next start, which recovers. */
const WIND_DOWN_MS = 10_000

/** One life of the engine's process. Resolves when it is wound down, because it was told to or because nobody supervises it any more. */
export async function runEngine(parent: EngineParent, { place, birth, onFatal }: { readonly place: EnginePlace; readonly birth: Birth; readonly onFatal: (error: unknown) => void }): Promise<void> {
  const ended = Promise.withResolvers<void>()
  const profile = new Profile({ path: join(place.home, 'window.json'), clock: systemClock, tell: (notice) => parent.send({ kind: 'notice', level: 'warn', told: notice }) })
  const host = new ModeHost({ parent, place, birth, clock: systemClock, ticker: systemTicker, session: randomUUID, onFatal })
  const requests = windowRequests({ host, profile, place })
  parent.onWindow((channel) => serve(channel, requests, host.log, monotonicClock))
  parent.onMessage((message) => {
    if (message.kind === 'stop') ended.resolve()
    if (message.kind === 'ping') parent.send({ kind: 'pong' })
    if (message.kind === 'suspend') host.report('power', false, 'the computer is about to sleep')
    if (message.kind === 'ask') void answerShell(message.ask, host, requests).then((refused) => parent.send({ kind: 'asked', requestId: message.requestId, refused }))
  })
  parent.onGone(() => ended.resolve())
  if (birth.exitsOnly) parent.send({ kind: 'notice', level: 'alarm', told: told('exits-only', { crashes: birth.recentCrashes }) })
  await begin(host, profile, birth)
  host.jobs.resume()
  parent.send({ kind: 'serving' })
  await ended.promise
  await Promise.race([windDown(host, profile), systemTimer.after(WIND_DOWN_MS).done])
}

async function windDown(host: ModeHost, profile: Profile): Promise<void> {
  await host.stop()
  await profile.settled()
}

/** Windows come afterwards, so that none is asked what to run while that is known. */
async function begin(host: ModeHost, profile: Profile, { beginning }: Birth): Promise<void> {
  const opening = beginning === 'last' ? await lastOpening(profile) : undefined
  if (opening) host.open({ opening, trading: false })
  else if (beginning !== 'last' && beginning !== null) host.open(beginning)
  else host.tellBeginning()
}
