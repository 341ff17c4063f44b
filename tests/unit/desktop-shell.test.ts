import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Timer } from '../../src-main/base/timer.port.ts'
import { EngineAsks } from '../../src-main/desktop/engine-asks.ts'
import { ShellMemory } from '../../src-main/desktop/shell-memory.ts'
import { counted, wordsOf, type TextKey } from '../../src-main/desktop/texts.ts'
import { toldText } from '../../src-main/desktop/told-texts.ts'
import { offers, trayState } from '../../src-main/desktop/tray-state.ts'
import { placeToOpen } from '../../src-main/desktop/window-place.ts'
import type { EngineSummary, ShellMessage } from '../../src-main/supervision/messages.ts'
import { told } from '../../src-shared/contract/told-codes.ts'

const summary = (change: Partial<EngineSummary> = {}): EngineSummary => ({
  phase: 'running', mode: 'demo', ready: true, trading: true, openPositions: 0, unprotected: 0, latches: 0, components: [{ component: 'venue', healthy: true }], ...change,
})

describe('the tray', () => {
  it.each<[string, EngineSummary | null, boolean]>([
    ['off', null, false], ['off', summary({ phase: 'choosing' }), false], ['off', summary({ phase: 'starting' }), false], ['off', summary({ phase: 'ended' }), false],
    ['trading', summary(), false], ['stopped', summary({ trading: false }), false],
    ['attention', summary(), true], ['attention', null, true], ['attention', summary({ phase: 'failed' }), false], ['attention', summary({ latches: 1 }), false], ['attention', summary({ unprotected: 1 }), false],
    ['attention', summary({ trading: false, components: [{ component: 'venue', healthy: true }, { component: 'disk', healthy: false }] }), false],
  ])('says %s', (state, known, isDown) => {
    expect(trayState({ summary: known, isDown })).toBe(state)
  })

  it('offers what can be done', () => {
    expect(offers({ summary: null, isDown: false })).toEqual({ start: false, stop: false, flatten: false })
    expect(offers({ summary: summary({ phase: 'starting', openPositions: 2 }), isDown: false })).toEqual({ start: false, stop: false, flatten: false })
    expect(offers({ summary: summary(), isDown: false })).toEqual({ start: false, stop: true, flatten: false })
    expect(offers({ summary: summary({ trading: false, openPositions: 1 }), isDown: false })).toEqual({ start: true, stop: false, flatten: true })
  })
})

describe('a window', () => {
  const screen = { x: 0, y: 25, width: 2_560, height: 1_415 }
  const place = { x: 100, y: 60, width: 1_500, height: 900, isMaximized: false }

  it('opens where it was, if a person can grab it there', () => {
    expect(placeToOpen(place, [screen])).toEqual({ x: 100, y: 60, width: 1_500, height: 900 })
    expect(placeToOpen({ ...place, x: 2_360 }, [screen])).toMatchObject({ x: 2_360 })
    expect(placeToOpen({ ...place, x: -1_200 }, [screen, { ...screen, x: -2_560 }])).toMatchObject({ x: -1_200 })
  })

  it('is left to the system where a screen is gone', () => {
    for (const gone of [{ ...place, x: 2_400 }, { ...place, x: -1_400 }, { ...place, y: 1_420 }, { ...place, y: 0 }]) expect(placeToOpen(gone, [screen])).toEqual({ width: 1_500, height: 900 })
    expect(placeToOpen(place, [])).toEqual({ width: 1_500, height: 900 })
  })

  it('is never smaller than the page can be', () => {
    expect(placeToOpen({ ...place, width: 10, height: 10 }, [screen])).toMatchObject({ width: 1_280, height: 720 })
    expect(placeToOpen(undefined, [screen])).toEqual({ width: 1_600, height: 960 })
  })
})

describe('the memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haetae-shell-'))
  const path = join(folder, 'shell.json')
  afterEach(() => rmSync(path, { force: true, recursive: true }))
  const place = { x: 1, y: 2, width: 1_280, height: 720, isMaximized: true }

  it('comes back as it was put, for this user only', () => {
    new ShellMemory(path).put({ language: 'ko', places: { main: place, '2': place }, open: ['main', '2'] })
    expect(new ShellMemory(path).now).toEqual({ language: 'ko', theme: 'dark', places: { main: place, '2': place }, open: ['main', '2'] })
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['shell.json'])
  })

  it.each(['', '{', '[]', '{"language":"xx"}', JSON.stringify({ language: null, theme: 'dark', places: { '../x': place }, open: [] }), JSON.stringify({ language: null, theme: 'dark', places: { main: { ...place, x: 'a' } }, open: [] })])('begins anew with %s', (text) => {
    writeFileSync(path, text)
    expect(new ShellMemory(path).now).toEqual({ language: null, theme: 'dark', places: {}, open: [] })
  })

  it('goes on where it cannot write', () => {
    const memory = new ShellMemory(join(folder, 'no-such-folder', 'shell.json'))
    memory.put({ theme: 'light' })
    expect(memory.now.theme).toBe('light')
  })
})

describe('the texts', () => {
  const keys = [...readFileSync('src-main/desktop/texts.ts', 'utf8').matchAll(/^ {2}'([a-z.-]+)': \[/gm)].map(([, key]) => key as TextKey)
  const named = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted()

  it('are there in both languages, with the same names in them', () => {
    expect(keys.length).toBeGreaterThan(40)
    for (const key of keys) {
      const [en, ko] = [wordsOf('en')(key), wordsOf('ko')(key)]
      expect(en, key).toMatch(/[A-Za-z]/)
      expect(ko, key).toMatch(/[가-힣]/)
      if (!key.endsWith('.one')) expect(named(ko), key).toEqual(named(en))
    }
  })

  it('count', () => {
    expect([1, 2].map((count) => counted(wordsOf('en'), 'close.title', count))).toEqual(['A position is open. Close Haetae?', '2 positions are open. Close Haetae?'])
    expect(counted(wordsOf('ko'), 'flatten.title', 3)).toBe('포지션 3건을 모두 시장가로 청산합니까?')
  })

  it('say what the engine tells, and hide nothing of what they do not know', () => {
    expect(toldText(told('alarm-naked-position', { instrument: 'BTCUSDT' }), 'en')).toBe('BTCUSDT: the position has no stop that is known to rest.')
    expect(toldText(told('not-running', {}), 'ko')).toMatch(/^실행 중인/)
    expect(toldText(told('latch-set', { latch: 'daily-loss' }), 'ko')).toBe('매매가 잠겼습니다: 당일 손실 한도 도달. 사람만 해제할 수 있습니다.')
    expect(toldText({ code: 'from-the-future', values: { a: 1, b: 'two' } }, 'ko')).toBe('from-the-future · a 1 · b two')
    expect(toldText({ code: 'constructor', values: {} }, 'en')).toBe('constructor')
  })
})

describe('asking the engine', () => {
  const sent: ShellMessage[] = []
  const limits: { readonly delayMs: number; end(): void }[] = []
  const timer: Timer = {
    after(delayMs) {
      const { promise: done, resolve: end } = Promise.withResolvers<void>()
      limits.push({ delayMs, end })
      return { done, cancel: end }
    },
  }
  const asks = (isThere = true) => new EngineAsks((message) => (sent.push(message), isThere), timer)
  const lastId = (): string => (sent.at(-1) as Extract<ShellMessage, { kind: 'ask' }>).requestId

  it('ends as the engine answers', async () => {
    const engine = asks()
    const done = engine.ask({ kind: 'flatten' })
    engine.onMessage({ kind: 'asked', requestId: 'another', refused: null })
    engine.onMessage({ kind: 'asked', requestId: lastId(), refused: null })
    expect(await done).toEqual({ kind: 'done' })
    const refused = engine.ask({ kind: 'start-trading' })
    engine.onMessage({ kind: 'asked', requestId: lastId(), refused: told('not-running', {}) })
    expect(await refused).toEqual({ kind: 'refused', told: { code: 'not-running', values: {} } })
  })

  it('is not certain of anything when the engine dies, is not there, or is silent', async () => {
    const engine = asks()
    const lost = engine.ask({ kind: 'flatten' })
    engine.onDown()
    expect(await lost).toEqual({ kind: 'unknown' })
    expect(await asks(false).ask({ kind: 'flatten' })).toEqual({ kind: 'unknown' })
    const silent = engine.ask({ kind: 'flatten' })
    expect(limits.at(-1)?.delayMs).toBe(10_000)
    limits.at(-1)?.end()
    expect(await silent).toEqual({ kind: 'unknown' })
  })
})
