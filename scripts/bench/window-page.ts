import type { Browser, CDPSession, Page } from 'playwright-core'

const VIEWPORT: { readonly width: number; readonly height: number } = { width: 1600, height: 1000 }

/** A page as it is measured, and what its browser tells of it. */
export interface MeasuredPage {
  readonly page: Page
  readonly session: CDPSession
  /** Frames of the engine's door so far, by topic, while `listening`. */
  readonly frames: Map<string, number>
  /** The engine's time, as the page was last told. */
  engineTime(): number
  /** Counting frames costs the browser time: off while it is measured. */
  listen(on: boolean): Promise<void>
}

interface ServerFrame {
  readonly kind: string
  readonly topic?: string
  readonly values?: readonly { readonly time?: number }[]
}

export async function openMeasured(browser: Browser, prepare?: (page: Page) => Promise<void>): Promise<MeasuredPage> {
  const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: 'dark', locale: 'en-US' })
  const session = await page.context().newCDPSession(page)
  const frames = new Map<string, number>()
  let time = 0
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    const { kind, topic = '', values } = JSON.parse(response.payloadData) as ServerFrame
    if (kind !== 'items') return
    frames.set(topic, (frames.get(topic) ?? 0) + 1)
    if (topic === 'status') time = values?.at(-1)?.time ?? time
  })
  await prepare?.(page)
  return { page, session, frames, engineTime: () => time, listen: async (on) => void (await session.send(on ? 'Network.enable' : 'Network.disable')) }
}

export interface Cost {
  /** Milliseconds of each second in which the main thread computed. */
  readonly computing: number
  /** In which it had something to do, waiting for a core included; and what of it were scripts, styles and layout. */
  readonly busy: number
  readonly scripts: number
  readonly styles: number
  readonly layout: number
}

/** What the page's main thread did meanwhile, by the browser's own counters. */
export async function costOf({ session }: MeasuredPage, work: () => Promise<void>): Promise<Cost> {
  await session.send('Performance.enable')
  const before = await counters(session)
  await work()
  const after = await counters(session)
  const seconds = after('Timestamp') - before('Timestamp')
  const each = (name: string): number => ((after(name) - before(name)) / seconds) * 1_000
  return { computing: each('ThreadTime'), busy: each('TaskDuration'), scripts: each('ScriptDuration'), styles: each('RecalcStyleDuration'), layout: each('LayoutDuration') }
}

async function counters(session: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await session.send('Performance.getMetrics')
  const known = new Map(metrics.map(({ name, value }) => [name, value]))
  return (name) => known.get(name) ?? Number.NaN
}

/** What is live in the page's heap once everything else was collected, in MB. */
export async function liveHeap({ session }: MeasuredPage): Promise<number> {
  await session.send('HeapProfiler.enable')
  // What is freed by a first collection lets a second one free more.
  for (let pass = 0; pass < 3; pass++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.send('HeapProfiler.disable')
  return usedSize / 1024 / 1024
}

export interface Frames {
  /** Of 60 a second. */
  readonly dropped: number
  readonly drawn: number
  /** Milliseconds of the longest task, 0 when none took 50 or more. */
  readonly longestTask: number
  readonly longTasks: number
}

interface FrameWatch {
  readonly gaps: number[]
  readonly tasks: number[]
  stop(): void
}
type Watching = Window & { frameWatch?: FrameWatch }

/** Frames and long tasks of the page during some work. */
export async function framesOf({ page }: MeasuredPage, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(beginFrames)
  await work()
  return page.evaluate(endFrames)
}

function beginFrames(): void {
  const gaps: number[] = []
  const tasks: number[] = []
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
  observer.observe({ type: 'longtask' })
  let last = performance.now()
  let request = 0
  const next = (now: number): void => {
    gaps.push(now - last)
    last = now
    request = requestAnimationFrame(next)
  }
  request = requestAnimationFrame(next)
  ;(window as Watching).frameWatch = {
    gaps, tasks,
    stop: () => {
      cancelAnimationFrame(request)
      tasks.push(...observer.takeRecords().map(({ duration }) => duration))
      observer.disconnect()
    },
  }
}

function endFrames(): Frames {
  const watch = (window as Watching).frameWatch!
  watch.stop()
  const { gaps, tasks } = watch
  const frame = 1_000 / 60
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frame) - 1), 0)
  return { dropped, drawn: gaps.length, longestTask: Math.max(0, ...tasks), longTasks: tasks.length }
}
