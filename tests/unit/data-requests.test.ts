import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requests, topics } from '../../src-shared/contract/contract.ts'
import type { CollectWish } from '../../src-shared/contract/data-views.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { dataRequests } from '../../src-main/host/data-requests.ts'
import { JobKeeper } from '../../src-main/host/job-keeper.ts'
import { readJob, readJobMessage, type JobMessage } from '../../src-main/host/job-messages.ts'
import { recordedOpening } from '../../src-main/host/open-replay.ts'
import { runJob } from '../../src-main/host/run-job.ts'
import { Clicks } from '../../src-main/ipc/clicks.ts'
import type { Launcher } from '../../src-main/supervision/launcher.port.ts'
import { KlineVenue } from '../support/kline-venue.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { WISH } from '../support/stored-report.ts'

let venue: KlineVenue
let home: string
let launched: { readonly work: ReturnType<typeof readJob>; say: (message: unknown) => void }[]
let jobs: JobKeeper
beforeEach(async () => {
  venue = await KlineVenue.start()
  home = mkdtempSync(join(tmpdir(), 'haetae-data-'))
  launched = []
  const launch = (_helper: unknown, args: readonly string[]) => {
    const one = { work: readJob(args), say: (_message: unknown): void => {} }
    launched.push(one)
    return { onMessage: (listener: (message: unknown) => void) => void (one.say = listener), onEnded: () => {}, end: () => {} }
  }
  jobs = new JobKeeper({ clock: new ManualClock(), onChange: () => {}, launcher: { launch } })
})
afterEach(() => {
  jobs.close()
  venue.close()
  rmSync(home, { recursive: true, force: true })
})

/** What a process of its own would do, done here. */
const inThisProcess: Launcher = {
  launch: (_helper, args) => {
    let hear: (message: unknown) => void = () => {}
    void Promise.resolve().then(() => runJob(readJob(args), { clock: monotonicClock, wall: systemClock, tell: (message) => hear(message) }))
    return { onMessage: (listener) => void (hear = listener), onEnded: () => {}, end: () => {} }
  },
}
const ask = () => dataRequests({ opening: recordedOpening(home), launcher: inThisProcess, jobs, jobClicks: new Clicks(), books: () => undefined })
const wish = (change: Partial<CollectWish> = {}): CollectWish => ({ venue: { name: 'local', port: venue.port }, instruments: ['BTCUSDT', 'NOUSDT'], days: 1, ...change })
const click = () => ({ requestId: crypto.randomUUID() })

/** What the job's process does, in this one. */
async function work(): Promise<readonly JobMessage[]> {
  const said: JobMessage[] = []
  await runJob(launched[0]!.work, { clock: monotonicClock, wall: systemClock, tell: (message) => said.push(message) })
  for (const message of said) launched[0]!.say(message)
  return said
}

describe('a wish to collect', () => {
  it('becomes a job, once for each click, whose view says of every instrument how far it is and what stood in its way', async () => {
    const handlers = ask()
    const one = click()
    const first = await handlers['data.collect']({ ...one, wish: wish() })
    expect(await handlers['data.collect']({ ...one, wish: wish() })).toEqual(first)
    expect(launched).toHaveLength(1)
    expect([jobs.collect, jobs.views]).toMatchObject([null, [{ kind: 'collect', state: 'running' }]])
    const said = await work()
    // As they cross between the processes.
    expect(said.map((message) => readJobMessage(JSON.parse(JSON.stringify(message))))).toEqual(said)
    expect(said.at(-1)).toEqual({ kind: 'done', runId: null })
    expect(jobs.views).toMatchObject([{ kind: 'collect', state: 'done', part: 1, file: null, runId: null }])
    const view = topics.collect.parse(jobs.collect)
    expect(view).toMatchObject({ jobId: first.accepted ? first.jobId : '', budget: { limit: 2_400, share: 0.5 }, instruments: [{ instrumentId: 'BTCUSDT', part: 1, told: null }, { instrumentId: 'NOUSDT', told: { code: 'collect-refused' } }] })
    expect(view?.rows).toBe(2 * (288 + 150) + 5)
  })

  it('of a venue that does not answer as one ends with why', async () => {
    venue.refusal = () => ({ status: 404, body: '<html></html>' })
    await ask()['data.collect']({ ...click(), wish: wish() })
    expect((await work()).at(-1)).toMatchObject({ kind: 'failed', told: { code: 'collect-refused' } })
    expect(jobs.views).toMatchObject([{ state: 'failed', told: { code: 'collect-refused', values: { instrument: 'local' } } }])
  })

  it('of a venue on this computer needs its port', async () => {
    expect(await ask()['data.collect']({ ...click(), wish: wish({ venue: { name: 'local', port: null } }) })).toEqual({ accepted: false, reason: { code: 'collect-port-missing', values: {} } })
    expect(launched).toEqual([])
  })

  it('waits for another collection, and neither for a back-test', async () => {
    const handlers = ask()
    jobs.start((jobId) => ({ kind: 'backtest', runId: jobId, opening: recordedOpening(home), root: '.', wish: WISH }))
    for (let wanted = 0; wanted < 2; wanted++) await handlers['data.collect']({ ...click(), wish: wish() })
    expect(jobs.views.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['backtest running', 'collect running', 'collect waiting'])
  })
})

describe('passports', () => {
  it('tell what the archive holds and lacks, and whose brackets are assumed; nothing where there is no archive', async () => {
    const handlers = ask()
    expect(await handlers['data.passports'](null)).toEqual([])
    await handlers['data.collect']({ ...click(), wish: wish({ instruments: ['BTCUSDT', 'NEWUSDT'] }) })
    venue.isHole = (symbol, time) => symbol === 'NEWUSDT' && time % 86_400_000 === 0
    await work()
    const rows = requests['data.passports'].result.parse(await handlers['data.passports'](null))
    expect(rows.map(({ instrumentId, kind, rows: count, gaps, missing, sources }) => [instrumentId, kind, count, gaps, missing, sources])).toEqual([
      ['BTCUSDT', 'trade', 438, 0, 0, ['binance local']], ['BTCUSDT', 'mark', 438, 0, 0, ['binance local']], ['BTCUSDT', 'funding', 5, 0, 0, ['binance local']],
      ['NEWUSDT', 'trade', 436, 1, 1, ['binance local']], ['NEWUSDT', 'mark', 436, 1, 1, ['binance local']], ['NEWUSDT', 'funding', 5, 0, 0, ['binance local']], ['NEWUSDT', 'margin-tiers', 0, 0, 0, ['assumed']],
    ])
    venue.isHole = () => false
    venue.now += 2 * 86_400_000
    await work()
    const later = await handlers['data.passports'](null)
    expect(later.find(({ instrumentId, kind }) => instrumentId === 'NEWUSDT' && kind === 'trade')).toMatchObject({ gaps: 1 })
    expect(later[0]?.hash).not.toBe(rows[0]?.hash)
    expect(await handlers['data.passports'](null)).toEqual(later)
  })
})
