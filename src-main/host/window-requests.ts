import type { StartedJob } from '../../src-shared/contract/workstation-views.ts'
import { Clicks } from '../ipc/clicks.ts'
import { RequestRefused, type Handlers } from '../ipc/request-server.ts'
import { readPiece } from './export-files.ts'
import { rememberOpening } from './last-opening.ts'
import type { ModeHost } from './mode-host.ts'
import { modeRequests, notRunning, refuse } from './mode-requests.ts'
import { archivedSpans } from './open-replay.ts'
import type { Profile } from './profile.ts'

export interface WindowRequestsParts {
  readonly host: ModeHost
  readonly profile: Profile
  readonly home: string
}

/** Everything a window may ask. One set serves all windows, so that a click that comes by two of them has one effect. */
export function windowRequests({ host, profile, home }: WindowRequestsParts): Handlers {
  const clicks = new Clicks()
  const jobClicks = new Clicks<Extract<StartedJob, { accepted: true }>>()
  return {
    ...modeRequests(() => host.desk),
    'workstation.open': ({ requestId, opening }) => clicks.once(requestId, `open ${JSON.stringify(opening)}`, async () => {
      const answer = host.open({ opening, trading: false })
      if (answer.accepted) await rememberOpening(profile, opening)
      return answer
    }),
    'workstation.close': ({ requestId }) => clicks.once(requestId, 'close', async () => {
      await rememberOpening(profile, null)
      return host.close()
    }),
    'workstation.archive': () => archivedSpans(home),
    'research.strategies': () => refuse(),
    'research.backtest': () => refuse(),
    'research.sweep': () => refuse(),
    'research.runs': () => refuse(),
    'research.report': () => refuse(),
    'research.trades': () => refuse(),
    'research.file': () => refuse(),
    'research.forget': () => refuse(),
    'profile.get': ({ key }) => profile.get(key),
    'profile.put': ({ key, value }) => profile.put(key, value),
    'pace.change': ({ requestId, change }) => clicks.once(requestId, `pace ${JSON.stringify(change)}`, () => Promise.resolve(host.changePace(change))),
    'export.start': ({ requestId, ...wanted }) => jobClicks.once(requestId, JSON.stringify(wanted), () => Promise.resolve(host.jobs?.startExport(wanted) ?? notRunning())),
    'export.read': ({ jobId, offset }) => readExport(host, jobId, offset),
    'job.cancel': ({ requestId, jobId }) => clicks.once(requestId, `cancel ${jobId}`, () => Promise.resolve(host.jobs?.cancel(jobId) ?? notRunning())),
  }
}

function readExport({ jobs }: ModeHost, jobId: string, offset: number): ReturnType<typeof readPiece> {
  const found = jobs ? jobs.finished(jobId) : refuse()
  if ('code' in found) throw new RequestRefused(found.code)
  return readPiece(found.path, offset)
}
