import { describe, expect, it } from 'vitest'
import { tradingState } from '../../src-renderer/app/bar/trading-state.ts'
import type { GuardView, StatusView } from '../../src-shared/contract/views.ts'
import { entryRefusal, type EntryRefusal } from '../../src-renderer/pages/risk/entry-verdict.ts'

const latch = { latch: 'daily-loss', reason: { code: 'x', values: {} }, setAt: 0 }
const healthy = { component: 'journal', healthy: true, detail: '', heardAt: 0 }
const guard: GuardView = { guard: 'margin-use', verdict: 'allow', value: 0.2, limit: 0.7, unit: 'fraction' }
const on: Pick<StatusView, 'ready' | 'trading' | 'latches' | 'components' | 'guards'> = { ready: true, trading: true, latches: [], components: [healthy], guards: [guard] }

describe('what the top bar says of trading', () => {
  const running = { phase: 'running', exitsOnly: false } as const
  const state = (change: Partial<Parameters<typeof tradingState>[0]>): string => tradingState({ connected: 'open', status: on, workstation: running, paused: false, ...change })

  it('is on, off, paused, or why it is not', () => {
    expect(state({})).toBe('on')
    expect(state({ paused: true })).toBe('paused')
    expect(state({ status: { ...on, trading: false } })).toBe('off')
    expect(state({ status: { ...on, latches: [latch] } })).toBe('latched')
    expect(state({ workstation: { ...running, exitsOnly: true } })).toBe('exits-only')
    expect(state({ status: { ...on, ready: false } })).toBe('not-ready')
    expect(state({ status: undefined })).toBe('not-ready')
    expect(state({ workstation: { ...running, phase: 'ended' } })).toBe('ended')
  })

  it('is not on without a connection, whatever was heard last', () => {
    expect(state({ connected: 'lost' })).toBe('lost')
    expect(state({ connected: 'locked' })).toBe('lost')
    expect(state({ connected: 'connecting' })).toBe('connecting')
  })
})

describe('whether entries are allowed', () => {
  const refusal = (change: Partial<typeof on>, circumstances = {}): EntryRefusal | null => entryRefusal({ connected: true, exitsOnly: false, status: { ...on, ...change }, ...circumstances })

  it('is yes only when everything allows it', () => {
    expect(refusal({})).toBeNull()
    expect(refusal({ guards: [{ ...guard, verdict: 'warn' }] })).toBeNull()
  })

  it('names what refuses', () => {
    expect(refusal({ trading: false })).toEqual({ kind: 'off' })
    expect(refusal({ ready: false })).toEqual({ kind: 'not-ready' })
    expect(refusal({ latches: [latch] })).toEqual({ kind: 'latch', latches: [latch] })
    expect(refusal({ components: [healthy, { ...healthy, component: 'venue', healthy: false }] })).toEqual({ kind: 'component', components: ['venue'] })
    expect(refusal({ guards: [guard, { ...guard, guard: 'drawdown', verdict: 'refuse' }] })).toMatchObject({ kind: 'guard', guards: [{ guard: 'drawdown' }] })
    expect(refusal({}, { connected: false })).toEqual({ kind: 'lost' })
    expect(refusal({}, { exitsOnly: true })).toEqual({ kind: 'exits-only' })
  })

  it('tells apart what one instrument is refused from what all are', () => {
    const stale: GuardView = { guard: 'stale-mark', verdict: 'refuse', value: null, limit: 3_000, unit: 'ms' }
    expect(refusal({ guards: [guard, stale] })).toMatchObject({ kind: 'some', guards: [stale] })
    expect(refusal({ guards: [{ ...guard, verdict: 'refuse' }, stale] })).toMatchObject({ kind: 'guard', guards: [{ guard: 'margin-use' }] })
    expect(refusal({ trading: false, guards: [stale] })).toEqual({ kind: 'off' })
  })

  it('does not blame a guard for the person’s own switch', () => {
    expect(refusal({ trading: false, guards: [{ ...guard, guard: 'trading-off', verdict: 'refuse' }] })).toEqual({ kind: 'off' })
  })
})
