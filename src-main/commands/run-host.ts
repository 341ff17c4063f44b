import type { Told, WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import { PortBusy } from '../ipc/web-host.ts'
import { EXIT, type Terminal } from './command.ts'
import { openHost, type Host, type HostWanted } from './host.ts'
import { openInBrowser } from './open-in-browser.ts'
import { toldText } from './told-text.ts'

export interface RunHost extends HostWanted {
  /** Opens the person's browser, where there is one. */
  readonly browse: boolean
}

/** What is said here as well as in the page. */
const NOTICES: ReadonlySet<string> = new Set(['changes-adopted', 'profile-put-aside', 'jobs-put-aside', 'exits-only', 'venue-unreached', 'missed-candles'])
const BROKEN: Told = { code: 'cannot-start', values: { detail: 'The engine ends before it has begun. What it says is above; `npm run haetae -- doctor` looks for what is missing.' } }

/** Serves the page until a person or the system asks to stop. A mode that was asked for here and does not start ends it, with what stood in the way. */
export async function runHost({ browse, ...wanted }: RunHost, terminal: Terminal): Promise<number> {
  const host = await openHost(wanted, terminal).catch(orBusy(terminal))
  if (typeof host === 'number') return host
  host.onNotice((told) => {
    if (NOTICES.has(told.code)) terminal.error(toldText(told))
  })
  try {
    const refused = await Promise.race([firstView(host, terminal), host.hopeless.then(() => BROKEN), terminal.stopAsked.then(() => undefined)])
    // In what a window had opened, the page says what stands in the way, and what else there is.
    if (refused && (refused === BROKEN || wanted.beginning !== 'last')) return explain(refused, terminal)
    if (terminal.cancelled()) return EXIT.done
    terminal.out(`Haetae: ${host.url}`)
    if (browse) openInBrowser(host.url)
    await terminal.stopAsked
    return EXIT.done
  } finally {
    await host.close()
  }
}

const orBusy = ({ error }: Terminal) => (reason: unknown): number => {
  if (!(reason instanceof PortBusy)) throw reason
  error(reason.message)
  return EXIT.busy
}

/** Resolves when the page has something to show but a start, or with why the mode does not start. */
function firstView(host: Host, terminal: Terminal): Promise<Told | undefined> {
  return new Promise((resolve) => {
    let hasEnded = false
    host.onView(({ phase, told, part }) => {
      if (phase === 'starting') return showStep(told, part, terminal)
      resolve(phase === 'failed' && told ? told : undefined)
      if (phase === 'ended' && !hasEnded) terminal.out('The record has ended. The page stays until Ctrl-C.')
      hasEnded = phase === 'ended'
    })
  })
}

function showStep(told: Told | null, part: WorkstationView['part'], { progress }: Terminal): void {
  if (told?.code === 'making-market' && part !== null) progress(`making 30 days of demo market: ${Math.round(100 * part)} %`)
}

const EXITS: Readonly<Record<string, number>> = { 'storage-refused': EXIT.refused, 'model-refused': EXIT.refused, 'unknown-instrument': EXIT.usage, 'nothing-recorded': EXIT.usage }

function explain(told: Told, { error }: Terminal): number {
  error(toldText(told))
  return told.values['refusal'] === 'locked' ? EXIT.busy : (EXITS[told.code] ?? EXIT.failed)
}
