import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { RunRow } from '../../src-shared/contract/backtest-report.ts'
import type { Topics } from '../../src-shared/contract/contract.ts'
import type { ModelRow, TrialsView } from '../../src-shared/contract/evaluation-views.ts'
import type { ArchivedSpan } from '../../src-shared/contract/workstation-views.ts'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { readPageFiles } from '../../src-main/base/system-page-files.ts'
import { RequestRefused, serve, type Handlers } from '../../src-main/ipc/request-server.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { openWebHost, type WebHost } from '../../src-main/ipc/web-host.ts'
import * as data from './data-values.ts'
import * as backtests from './backtest-values.ts'
import * as learning from './learn-values.ts'
import * as values from './page-values.ts'
import type { Complaints } from './watched-page.ts'

type Note = <T>(name: string, answer: T) => (params: unknown) => T
const NO_TRIALS: TrialsView = { rows: [], count: 0, onData: [], broken: null }
type ProvidedTopic = 'workstation' | 'status' | 'positions' | 'market' | 'sparks' | 'pace' | 'jobs' | 'vitals' | 'feed' | 'collect'
const refused = (): never => {
  throw new RequestRefused('not-running')
}

/**
 * The built page behind the real host, guard, sessions, request server and topic log. Only what the engine would say is said by the test,
 * so that every state of the page is there without waiting for it.
 */
export class PageRig {
  readonly log: TopicLog = new TopicLog(`rig-${Math.random()}`)
  /** Names of the requests that came, with what they asked. */
  readonly asked: { readonly name: string; readonly params: unknown }[] = []
  readonly profile: Map<string, string> = new Map()
  archive: readonly ArchivedSpan[] = backtests.spans
  runs: readonly RunRow[] = []
  models: readonly ModelRow[] = []
  trials: TrialsView = NO_TRIALS
  #host: WebHost | undefined

  static async open(): Promise<PageRig> {
    const rig = new PageRig()
    await rig.serve()
    return rig
  }

  async serve(port = 0): Promise<void> {
    const handlers = this.#handlers()
    this.#host = await openWebHost({
      files: readPageFiles('dist/renderer'), port, clock: systemClock, onChannel: (channel) => serve(channel, handlers, this.log, systemClock),
      health: () => ({ name: 'haetae', version: '0', phase: 'running', mode: 'demo', ready: true, trading: true, components: [] }),
    })
  }

  get host(): WebHost {
    if (!this.#host) throw new Error('the rig is closed')
    return this.#host
  }

  set<K extends ProvidedTopic>(topic: K, value: Topics[K]): void {
    this.log.provide(topic, () => value)
    this.log.flush()
  }

  append<K extends Exclude<keyof Topics, ProvidedTopic>>(topic: K, rows: readonly Topics[K][]): void {
    for (const row of rows) this.log.append(topic, () => row)
    this.log.flush()
  }

  /** Forgets what was said, and says what a new start says: nothing runs. */
  choose(): void {
    this.log.begin(`rig-${Math.random()}`)
    this.set('workstation', values.choosing)
  }

  /** A mode that runs, with nothing in its books yet. */
  beginEmpty(): void {
    this.log.begin(`rig-${Math.random()}`)
    this.set('workstation', values.workstation)
    this.set('status', { ...values.status, trading: false, latches: [], guards: [], dayResult: '0', lossAtStops: '0', tradeCount: 0 })
    this.set('positions', [])
    this.set('market', values.market.map((row) => ({ ...row, held: null, action: null, reason: null, decisionId: null, longValue: null, shortValue: null })))
    this.set('sparks', [])
    this.set('pace', { speed: 60, paused: false, time: values.NOW, from: null, to: null })
    this.set('jobs', [])
    this.set('vitals', { turnMs: 1.8, memoryMb: 212, journalSequence: 1, journalledAt: values.NOW, decisions: 0 })
    this.set('feed', null)
    this.set('collect', null)
  }

  /** A mode that runs, with everything there is to see at once. */
  beginBusy(): void {
    this.beginEmpty()
    this.set('status', values.status)
    this.set('positions', values.positions)
    this.set('market', values.market)
    this.set('sparks', values.sparks)
    this.set('vitals', { turnMs: 1.8, memoryMb: 212, journalSequence: 4_412, journalledAt: values.NOW - 400, decisions: 1_204 })
    this.append('decisions', values.decisions)
    this.append('trades', values.trades)
    this.append('orders', values.orders)
    this.append('fills', values.fills)
    this.append('equity', values.equity)
    this.append('log', values.log)
  }

  /** Reports as the jobs would have kept them. */
  #research(): Pick<Handlers, Extract<keyof Handlers, `research.${string}`>> {
    const start = (name: string) => (params: unknown) => {
      this.asked.push({ name, params })
      return { accepted: true, jobId: 'job-1' } as const
    }
    const forget: Handlers['research.forget'] = ({ requestId, runId }) => {
      this.asked.push({ name: 'research.forget', params: { requestId, runId } })
      this.runs = this.runs.filter((run) => run.runId !== runId)
      return { accepted: true }
    }
    return {
      'research.strategies': () => backtests.strategies, 'research.backtest': start('research.backtest'), 'research.sweep': start('research.sweep'), 'research.runs': () => this.runs, 'research.forget': forget,
      'research.report': ({ runId }) => [backtests.report, backtests.sweep].find((report) => report.runId === runId) ?? null,
      'research.trades': ({ runId, first, count }) => (runId === backtests.report.runId ? backtests.trades(first, count) : null),
      'research.file': ({ format, offset }) => ({ text: `${format} ${offset}`, next: offset < 2 ? offset + 1 : null }),
    }
  }

  /** What learning would have come to. */
  #learning(note: Note): Pick<Handlers, Extract<keyof Handlers, `learn.${string}` | `models.${string}`>> {
    const accepted = { accepted: true } as const
    return {
      'learn.start': note('learn.start', { accepted: true, jobId: 'learn-1' } as const), 'learn.report': ({ runId }) => learning.reports.find((report) => report.runId === runId) ?? null, 'learn.trials': () => this.trials,
      'models.list': () => this.models, 'models.move': note('models.move', accepted), 'models.rollback': note('models.rollback', accepted),
    }
  }

  async close(): Promise<void> {
    await this.#host?.close()
    this.#host = undefined
  }

  #handlers(): Handlers {
    const note = <T>(name: string, answer: T) => (params: unknown): T => {
      this.asked.push({ name, params })
      return answer
    }
    const accepted = { accepted: true } as const
    return {
      'workstation.open': note('workstation.open', accepted), 'workstation.close': note('workstation.close', accepted), 'workstation.archive': () => this.archive,
      'data.passports': () => data.passports, 'data.records': () => data.records,
      'profile.get': ({ key }) => this.profile.get(key) ?? null,
      'profile.put': ({ key, value }) => {
        this.profile.set(key, value)
        return accepted
      },
      'desk.status': () => values.status, 'desk.positions': () => values.positions, 'desk.orders': () => values.orders,
      'desk.decisions': ({ instrumentId, from, to }) => seriesOf(values.decisions.filter((row) => row.instrumentId === instrumentId && row.asOf >= from && row.asOf < to)),
      'desk.decision': ({ decisionId }) => {
        const row = values.decisions.find((one) => one.decisionId === decisionId)
        return row ? values.detail(row) : null
      },
      'market.candles': ({ instrumentId, intervalMs, before, limit }) => values.candles(instrumentId, intervalMs, before, Math.min(limit, 2_000)),
      'trading.start': note('trading.start', accepted), 'trading.stop': note('trading.stop', accepted), 'positions.flatten': note('positions.flatten', accepted), 'latch.clear': note('latch.clear', accepted), 'pace.change': note('pace.change', accepted),
      ...this.#research(),
      ...this.#learning(note),
      'data.collect': note('data.collect', { accepted: true, jobId: 'collect-1' } as const),
      'export.start': refused, 'export.read': refused, 'job.cancel': note('job.cancel', accepted),
    }
  }
}

const seriesOf = (rows: typeof values.decisions): ReturnType<Handlers['desk.decisions']> => ({
  decisionId: rows.map((row) => row.decisionId), asOf: rows.map((row) => row.asOf), long: rows.map((row) => row.long?.expectedValue ?? null), short: rows.map((row) => row.short?.expectedValue ?? null),
  action: rows.map((row) => row.action), reason: rows.map((row) => row.reason),
})

export interface Look {
  readonly theme: 'dark' | 'light'
  readonly language: 'en' | 'ko'
  readonly prices?: 'western' | 'korean'
  readonly width?: number
  readonly height?: number
  /** Nothing moves, so that colours are what they will be. */
  readonly isStill?: boolean
}

/** A page of its own browser profile that likes to look so. */
export async function openLook(browser: Browser, url: string, look: Look, complaints: Complaints): Promise<Page> {
  const options: BrowserContextOptions = { viewport: { width: look.width ?? 1_280, height: look.height ?? 800 }, colorScheme: look.theme, locale: look.language === 'ko' ? 'ko-KR' : 'en-US', timezoneId: 'Asia/Seoul', reducedMotion: look.isStill ? 'reduce' : 'no-preference' }
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await complaints.watch(page)
  const settings = { language: look.language, theme: look.theme, prices: look.prices ?? (look.language === 'ko' ? 'korean' : 'western'), density: 'compact', zone: 'Asia/Seoul' }
  await page.addInitScript((kept) => localStorage.setItem('settings', kept), JSON.stringify(settings))
  await page.goto(url)
  return page
}
