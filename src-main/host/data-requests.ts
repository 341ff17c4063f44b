import { join } from 'node:path'
import type { Clicks } from '../ipc/clicks.ts'
import type { Handlers } from '../ipc/request-server.ts'
import type { Opening } from '../storage/database-kind.ts'
import { listRecords } from '../storage/record-reader.ts'
import type { Launcher } from '../supervision/launcher.port.ts'
import { refusalOfCollect } from './collect-job.ts'
import type { JobKeeper } from './job-keeper.ts'
import { Passports } from './passports.ts'
import { answering } from './refusals.ts'
import type { Accepted } from './research-requests.ts'

export interface DataRequestsParts {
  /** Where collected and imported market data are. */
  readonly opening: Opening
  readonly launcher: Launcher
  readonly jobs: JobKeeper
  readonly jobClicks: Clicks<Accepted>
  /** Of the mode that is open; undefined without one. */
  readonly books: () => Opening | undefined
}

/** What windows ask about the data that are kept. It is answered whether a mode runs or not. */
export function dataRequests({ opening, launcher, jobs, jobClicks, books }: DataRequestsParts): Pick<Handlers, Extract<keyof Handlers, `data.${string}`>> {
  const passports = new Passports(launcher, opening)
  return {
    'data.collect': ({ requestId, wish }) => jobClicks.once(requestId, `collect ${JSON.stringify(wish)}`, () => {
      const reason = refusalOfCollect(wish)
      return Promise.resolve(reason ? { accepted: false, reason } : jobs.start((jobId) => ({ kind: 'collect', jobId, opening, wish })))
    }),
    'data.passports': () => answering(passports.read()),
    'data.records': async () => {
      const own = books()
      return own ? answering(listRecords(join(own.folder, 'record'))) : []
    },
  }
}
