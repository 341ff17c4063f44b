import { expect, it } from 'vitest'
import { localBinanceCommand } from '../../src-main/commands/local-binance-command.ts'
import { haetae } from '../support/recording-terminal.ts'
import { temporaryFolder } from '../support/storage-folder.ts'

it('says where it listens, serves what was asked for, and ends when it is told to', async () => {
  const stop = Promise.withResolvers<void>()
  const told = Promise.withResolvers<string>()
  const args = [localBinanceCommand.name, '--instruments', '2', '--days', '1', '--start', '2026-11-22', '--faults', 'html:path=ping:status=503', '--json']
  const ended = haetae(args, { home: temporaryFolder(), stopAsked: stop.promise, out: told.resolve })
  const { restUrl, symbols } = JSON.parse(await told.promise) as { readonly restUrl: string; readonly symbols: readonly string[] }
  expect(symbols).toEqual(['BTCUSDT', 'ETHUSDT'])
  const { serverTime } = (await (await fetch(`${restUrl}/fapi/v1/time`)).json()) as { readonly serverTime: number }
  expect(serverTime).toBeGreaterThanOrEqual(Date.UTC(2026, 10, 22))
  expect((await fetch(`${restUrl}/fapi/v1/ping`)).status).toBe(503)
  stop.resolve()
  expect((await ended).code).toBe(0)
  await expect(fetch(`${restUrl}/fapi/v1/time`)).rejects.toThrow()
})

it.each([
  [['--faults', 'latency:lately=3'], 2, 'no option of a fault'],
  [['--faults', 'nonsense', '--days', '1'], 1, 'there is no fault "nonsense"'],
  [['--profile', 'testnet'], 2, '--profile takes production or demo'],
  [['--instruments', '200', '--days', '400'], 2, 'too much to hold'],
  [['--archive', 'BTCUSDT'], 3, 'there is no account sim:replay:1'],
])('refuses %j with code %i', async (args, code, says) => {
  const spoken = await haetae([localBinanceCommand.name, ...args], { home: temporaryFolder() })
  expect([spoken.code, spoken.error]).toEqual([code, expect.stringContaining(says)])
})
