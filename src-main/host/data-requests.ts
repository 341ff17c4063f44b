import type { PassportRow } from '../../src-shared/contract/data-views.ts'
import type { Clicks } from '../ipc/clicks.ts'
import type { Handlers } from '../ipc/request-server.ts'
import { existingArchive } from '../modes/existing-books.ts'
import type { Opening } from '../storage/database-kind.ts'
import { refusalOfCollect } from './collect-job.ts'
import type { JobKeeper } from './job-keeper.ts'
import { PassportRows } from './passport-rows.ts'
import type { Accepted } from './research-requests.ts'

export interface DataRequestsParts {
  readonly opening: Opening
  readonly jobs: JobKeeper
  readonly jobClicks: Clicks<Accepted>
}

/** What windows ask about the archive that back-tests read. It is answered whether a mode runs or not. */
export function dataRequests({ opening, jobs, jobClicks }: DataRequestsParts): Pick<Handlers, 'data.collect' | 'data.passports'> {
  const passports = new PassportRows()
  return {
    'data.collect': ({ requestId, wish }) => jobClicks.once(requestId, `collect ${JSON.stringify(wish)}`, () => {
      const reason = refusalOfCollect(wish)
      return Promise.resolve(reason ? { accepted: false, reason } : jobs.start((jobId) => ({ kind: 'collect', jobId, opening, wish })))
    }),
    'data.passports': () => passportsOf(opening, passports),
  }
}

async function passportsOf(opening: Opening, passports: PassportRows): Promise<readonly PassportRow[]> {
  const archive = existingArchive(opening)
  try {
    return archive ? await passports.of(archive) : []
  } finally {
    archive?.close()
  }
}
