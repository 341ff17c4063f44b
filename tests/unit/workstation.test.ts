import { beforeEach, expect, it } from 'vitest'
import type { WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import type { OpenMode } from '../../src-main/host/open-mode.ts'
import { Workstation } from '../../src-main/host/workstation.ts'
import type { Beginning } from '../../src-main/supervision/beginning.ts'
import { settled } from '../support/virtual-time.ts'

const DEMO: Beginning = { opening: { mode: 'demo', seed: 5, speed: 60, edge: 'trend' }, trading: false }
const REPLAY: Beginning = { opening: { mode: 'replay', instruments: ['BTCUSDT'], from: null, to: null, speed: null }, trading: false }
class Refused extends Error {}

/** A mode whose start, end and winding down are in the test's hands. */
function modeByHand() {
  const [opened, ended, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const calls: string[] = []
  const mode = { mode: { ended: ended.promise }, close: () => (calls.push('close'), closed.promise) } as unknown as OpenMode
  return { opened, ended, closed, calls, mode }
}

let hand: ReturnType<typeof modeByHand>
let views: WorkstationView[]
let told: string[]
let step: (code: string, part: number | null) => void
beforeEach(() => {
  hand = modeByHand()
  views = []
  told = []
})

function workstation(recentCrashes = 0): Workstation {
  const one: Workstation = new Workstation({
    birth: { recentCrashes, exitsOnly: false, beginning: null },
    openMode: async (_beginning, tell) => {
      step = (code, part) => tell({ code, values: {} }, part)
      await hand.opened.promise
      return hand.mode
    },
    refusalOf: (error) => (error instanceof Refused ? { code: 'storage-refused', values: { refusal: 'locked' } } : undefined),
    onTurnover: () => told.push('turnover'), onOpened: () => told.push('opened'), onClosing: () => told.push('closing'), onChange: () => views.push(one.view), onFatal: (error) => told.push(`fatal ${String(error)}`),
  })
  return one
}
const phases = () => views.map(({ phase }) => phase)
const refusal = (code: string) => ({ accepted: false, reason: { code, values: {} } })
async function running(): Promise<Workstation> {
  const one = workstation()
  one.open(DEMO)
  hand.opened.resolve()
  await settled()
  return one
}

it('opens a mode and says how far it is', async () => {
  const one = workstation()
  expect(one.view).toMatchObject({ phase: 'choosing', mode: null, told: null })
  expect(one.open(DEMO)).toEqual({ accepted: true })
  await settled()
  step('making-market', 0.4)
  expect([one.view, one.opened]).toMatchObject([{ phase: 'starting', mode: 'demo', told: { code: 'making-market' }, part: 0.4 }, undefined])
  hand.opened.resolve()
  await settled()
  expect([one.view, one.opened]).toMatchObject([{ phase: 'running', mode: 'demo', told: null, part: null }, hand.mode])
  expect(told).toEqual(['turnover', 'opened'])
})

it('runs one mode at a time', async () => {
  const one = await running()
  expect(one.open(REPLAY)).toEqual(refusal('already-running'))
  expect(one.view.mode).toBe('demo')
})

it('says why a mode was refused, and opens the next', async () => {
  const one = workstation()
  one.open(DEMO)
  hand.opened.reject(new Refused())
  await settled()
  expect(one.view).toMatchObject({ phase: 'failed', mode: 'demo', told: { code: 'storage-refused' } })
  hand = modeByHand()
  expect(one.open(REPLAY)).toEqual({ accepted: true })
  hand.opened.resolve()
  await settled()
  expect(one.view).toMatchObject({ phase: 'running', mode: 'replay' })
})

it('tells people what nobody foresaw in a first life, and dies of it in a later one: the next may come through', async () => {
  const first = workstation()
  first.open(DEMO)
  hand.opened.reject(new Error('the venue does not answer'))
  await settled()
  expect([first.view, told]).toMatchObject([{ phase: 'failed', told: { code: 'cannot-start', values: { detail: 'the venue does not answer' } } }, ['turnover']])
  hand = modeByHand()
  const later = workstation(1)
  later.open(DEMO)
  hand.opened.reject(new Error('the venue does not answer'))
  await settled()
  expect([later.view.phase, told.at(-1)]).toEqual(['starting', 'fatal Error: the venue does not answer'])
})

it('keeps what ended to look at, and dies of a mode that cannot go on', async () => {
  const one = await running()
  hand.ended.resolve()
  await settled()
  expect([one.view.phase, one.opened]).toEqual(['ended', hand.mode])
  hand = modeByHand()
  await running()
  hand.ended.reject(new Error('broken'))
  await settled()
  expect(told.at(-1)).toBe('fatal Error: broken')
})

it('closes once however often it is asked, and opens nothing meanwhile', async () => {
  const one = await running()
  const answers = Promise.all([one.close(), one.close()])
  await settled()
  expect([hand.calls, one.opened, one.open(REPLAY), one.beginning]).toEqual([['close'], undefined, refusal('already-running'), DEMO])
  hand.closed.resolve()
  expect(await answers).toEqual([{ accepted: true }, { accepted: true }])
  expect([one.view.phase, one.beginning, phases().at(-1)]).toEqual(['choosing', null, 'choosing'])
  expect(told.slice(2), 'windows forget the mode when nothing more can come of it').toEqual(['closing', 'turnover'])
  expect(await one.close()).toEqual(refusal('not-running'))
})

it('closes a mode that is still starting as soon as it has started', async () => {
  const one = workstation()
  one.open(DEMO)
  const closed = one.close()
  await settled()
  expect(hand.calls).toEqual([])
  hand.opened.resolve()
  hand.closed.resolve()
  await closed
  expect([hand.calls, one.view.phase]).toEqual([['close'], 'choosing'])
})

it('winds down for the end of its process without showing anybody a chooser', async () => {
  const one = await running()
  hand.closed.resolve()
  await one.stop()
  expect([hand.calls, phases().at(-1), one.beginning]).toEqual([['close'], 'running', DEMO])
})
