import { describe, expect, it } from 'vitest'
import { opening } from '../../src-shared/contract/schemas.ts'
import { UsageError } from '../../src-main/commands/command.ts'
import { paperBeginning } from '../../src-main/commands/paper-host.ts'
import { paperAccount } from '../../src-main/modes/paper-account.ts'

describe('paper on the command line', () => {
  it('trades live prices unless told, and gives each market an account of its own', () => {
    expect(paperBeginning({ instruments: 'BTCUSDT,ETHUSDT' })).toEqual({ opening: { mode: 'paper', venue: { name: 'production' }, instruments: ['BTCUSDT', 'ETHUSDT'] }, trading: true })
    const own = paperBeginning({ venue: 'local', speed: '60', clock: 'server', day: 'kst' })
    expect(own).toMatchObject({ opening: { venue: { name: 'local', port: null }, speed: 60, clock: 'server' }, dayBoundary: 'kst' })
    expect(opening.safeParse(own.opening).success).toBe(true)
    expect((['production', 'demo', 'local', 'local:8080'] as const).map((venue) => {
      const begun = paperBeginning({ venue }).opening
      return begun.mode === 'paper' ? paperAccount(begun.venue) : begun.mode
    })).toEqual(['sim:paper:binance:production', 'sim:paper:binance:demo', 'sim:paper:binance:local', 'sim:paper:binance:local-8080'])
  })

  it.each([{ venue: 'live' }, { venue: 'local:0' }, { venue: 'local:99999' }, { venue: 'demo', clock: 'server' }, { venue: 'local:8080', speed: '60' }, { speed: '2' }, { venue: 'local', speed: '0' }, { instruments: 'BTCUSDT,BTCUSDT' }, { clock: 'ours', venue: 'local' }])('refuses %o', (values) => {
    expect(() => paperBeginning(values)).toThrow(UsageError)
  })
})
