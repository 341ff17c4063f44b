import type { EnginePlace } from '../supervision/engine-handle.ts'
import { Clicks } from '../ipc/clicks.ts'
import { RequestRefused, type Handlers } from '../ipc/request-server.ts'
import { dataRequests } from './data-requests.ts'
import { readPiece } from './export-files.ts'
import { rememberOpening } from './last-opening.ts'
import { learnRequests } from './learn-requests.ts'
import type { ModeHost } from './mode-host.ts'
import { modelRequests } from './model-requests.ts'
import { modeRequests, notRunning, refuse } from './mode-requests.ts'
import { archivedSpans, recordedOpening } from './open-replay.ts'
import type { Profile } from './profile.ts'
import { researchRequests, type Accepted } from './research-requests.ts'
import { sweepWorkers } from './sweep-workers.ts'

export interface WindowRequestsParts {
  readonly host: ModeHost
  readonly profile: Profile
  readonly place: EnginePlace
}

/** Everything a window may ask. One set serves all windows, so that a click that comes by two of them has one effect. */
export function windowRequests({ host, profile, place }: WindowRequestsParts): Handlers {
  const clicks = new Clicks()
  const jobClicks = new Clicks<Accepted>()
  return {
    ...modeRequests(() => host.desk),
    ...dataRequests({ opening: recordedOpening(place.home), launcher: host.launcher, jobs: host.jobs, jobClicks, books: () => host.opened?.books }),
    ...researchRequests({ opening: recordedOpening(place.home), root: place.root, jobs: host.jobs, workers: sweepWorkers(), clicks, jobClicks }),
    ...learnRequests({ opening: recordedOpening(place.home), root: place.root, home: place.home, jobs: host.jobs, jobClicks }),
    ...modelRequests({ register: host.register, place, clicks, decided: () => host.decideAnew() }),
    'workstation.open': ({ requestId, opening }) => clicks.once(requestId, `open ${JSON.stringify(opening)}`, async () => {
      const answer = host.open({ opening, trading: false })
      if (answer.accepted) await rememberOpening(profile, opening)
      return answer
    }),
    'workstation.close': ({ requestId }) => clicks.once(requestId, 'close', async () => {
      await rememberOpening(profile, null)
      return host.close()
    }),
    'workstation.archive': () => archivedSpans(place.home),
    'profile.get': ({ key }) => profile.get(key),
    'profile.put': ({ key, value }) => profile.put(key, value),
    'pace.change': ({ requestId, change }) => clicks.once(requestId, `pace ${JSON.stringify(change)}`, () => Promise.resolve(host.changePace(change))),
    'export.start': ({ requestId, ...wanted }) => jobClicks.once(requestId, JSON.stringify(wanted), () => Promise.resolve(host.exports?.start(wanted) ?? notRunning())),
    'export.read': ({ jobId, offset }) => readExport(host, jobId, offset),
    'job.cancel': ({ requestId, jobId }) => clicks.once(requestId, `cancel ${jobId}`, () => Promise.resolve(host.jobs.cancel(jobId))),
  }
}

function readExport({ exports, jobs }: ModeHost, jobId: string, offset: number): ReturnType<typeof readPiece> {
  const found = exports ? jobs.finished(jobId) : refuse()
  if ('code' in found) throw new RequestRefused(found.code)
  return readPiece(found.path, offset)
}
