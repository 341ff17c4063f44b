import { describe, expect, it } from 'vitest'
import { shortcutOf, type Pressed } from '../../src-renderer/app/shortcuts.ts'
import { holdStep, type HoldEvent, type HoldPhase } from '../../src-renderer/ui/hold.ts'

const bare = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
const press = (key: string, code: string, modifiers: Partial<Pressed> = {}): Pressed => ({ ...bare, key, code, ...modifiers })
const here = { writing: false, acting: false, inDialog: false, replay: true }

describe('keys', () => {
  it('do what the sheet says, on a Korean keyboard too', () => {
    expect(shortcutOf(press('k', 'KeyK', { ctrlKey: true }), here)).toEqual({ kind: 'palette' })
    expect(shortcutOf(press('ㅏ', 'KeyK', { metaKey: true }), here)).toEqual({ kind: 'palette' })
    expect(shortcutOf(press('F', 'KeyF', { ctrlKey: true, shiftKey: true }), here)).toEqual({ kind: 'flatten' })
    expect(shortcutOf(press('3', 'Digit3', { altKey: true }), here)).toEqual({ kind: 'page', index: 2 })
    expect(shortcutOf(press('F6', 'F6'), here)).toEqual({ kind: 'next-panel' })
    expect(shortcutOf(press('F6', 'F6', { shiftKey: true }), here)).toEqual({ kind: 'previous-panel' })
    expect(shortcutOf(press('?', 'Slash', { shiftKey: true }), here)).toEqual({ kind: 'keys' })
    expect(shortcutOf(press(' ', 'Space'), here)).toEqual({ kind: 'play' })
    expect(shortcutOf(press('ArrowRight', 'ArrowRight'), here)).toEqual({ kind: 'step' })
  })

  it('leave alone what is being written, and what buttons and lists do with Space and arrows', () => {
    for (const [key, code] of [['?', 'Slash'], [' ', 'Space'], ['ArrowRight', 'ArrowRight']] as const) expect(shortcutOf(press(key, code), { ...here, writing: true })).toBeUndefined()
    expect(shortcutOf(press(' ', 'Space'), { ...here, acting: true })).toBeUndefined()
    expect(shortcutOf(press('?', 'Slash'), { ...here, acting: true })).toEqual({ kind: 'keys' })
    expect(shortcutOf(press(' ', 'Space'), { ...here, replay: false })).toBeUndefined()
  })

  it('within a dialog do one thing only: ask to flatten', () => {
    const inDialog = { ...here, inDialog: true }
    expect(shortcutOf(press('k', 'KeyK', { ctrlKey: true }), inDialog)).toBeUndefined()
    expect(shortcutOf(press('1', 'Digit1', { altKey: true }), inDialog)).toBeUndefined()
    expect(shortcutOf(press('f', 'KeyF', { ctrlKey: true, shiftKey: true }), { ...inDialog, writing: true })).toEqual({ kind: 'flatten' })
  })

  it('never trade by a single letter', () => {
    const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i))
    for (const letter of letters) {
      expect(shortcutOf(press(letter, `Key${letter.toUpperCase()}`), here)).toBeUndefined()
      expect(shortcutOf(press(letter.toUpperCase(), `Key${letter.toUpperCase()}`, { shiftKey: true }), here)).toBeUndefined()
    }
  })
})

describe('a button that is held', () => {
  function run(...events: readonly HoldEvent[]): { readonly phase: HoldPhase; readonly fired: number } {
    let phase: HoldPhase = 'idle'
    let fired = 0
    for (const event of events) {
      const next = holdStep(phase, event)
      phase = next.phase
      if (next.fires) fired++
    }
    return { phase, fired }
  }

  it('fires once when it was held long enough, and not when it was let go before', () => {
    expect(run('down', 'held', 'up')).toEqual({ phase: 'idle', fired: 1 })
    expect(run('down', 'up')).toEqual({ phase: 'idle', fired: 0 })
    expect(run('down', 'up', 'held')).toEqual({ phase: 'idle', fired: 0 })
    expect(run('up', 'held')).toEqual({ phase: 'idle', fired: 0 })
  })

  it('takes two presses of what cannot hold it, and forgets the first after a while', () => {
    expect(run('press')).toEqual({ phase: 'armed', fired: 0 })
    expect(run('press', 'press')).toEqual({ phase: 'idle', fired: 1 })
    expect(run('press', 'lapsed', 'press')).toEqual({ phase: 'armed', fired: 0 })
    expect(run('press', 'up', 'press')).toEqual({ phase: 'idle', fired: 1 })
  })
})
