import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CollectReport } from '../../src-main/modes/collect.ts'
import { KlineVenue } from '../support/kline-venue.ts'
import { haetae, type Spoken } from '../support/recording-terminal.ts'
import { temporaryFolder } from '../support/storage-folder.ts'

let venue: KlineVenue
beforeEach(async () => (venue = await KlineVenue.start()))
afterEach(() => venue.close())

const collect = (home: string, ...args: readonly string[]): Promise<Spoken> => haetae(['collect', '--venue', `local:${venue.port}`, '--days', '1', ...args], { home })

describe('haetae collect', () => {
  it('says what is new of each series, and what is assumed is said by haetae data', async () => {
    const home = temporaryFolder()
    expect(await collect(home, '--instruments', 'NEWUSDT,BTCUSDT', '--interval', '5m,1h')).toEqual({
      code: 0, error: '',
      out: ['NEWUSDT 5m: 438 new', 'NEWUSDT mark 5m: 438 new', 'NEWUSDT 1h: 36 new', 'NEWUSDT mark 1h: 36 new', 'BTCUSDT 5m: 438 new', 'BTCUSDT mark 5m: 438 new', 'BTCUSDT 1h: 36 new', 'BTCUSDT mark 1h: 36 new', 'NEWUSDT funding: 5 new', 'BTCUSDT funding: 5 new', ''].join('\n'),
    })
    const { code, out } = await haetae(['data'], { home })
    expect([code, out]).toEqual([0, expect.stringContaining('until they are imported: NEWUSDT\n')])
  })

  it('names gaps that are the venue’s own, and so does haetae data', async () => {
    const home = temporaryFolder()
    venue.isHole = (_symbol, time) => time === venue.now - (venue.now % 86_400_000)
    expect(await collect(home, '--instruments', 'BTCUSDT')).toMatchObject({ code: 0, out: expect.stringContaining('BTCUSDT 5m: 437 new, 1 that the venue does not have\n') as string })
    expect((await haetae(['data', '--instrument', 'BTCUSDT'], { home })).out).toMatch(/the venue has nothing 2025-03-10 00:00 to 2025-03-10 00:05, asked 1 times/)
  })

  it('ends with 3 for what was refused, and takes the rest', async () => {
    const home = temporaryFolder()
    const { code, out, error } = await collect(home, '--instruments', 'NOUSDT,BTCUSDT', '--json')
    expect([code, error]).toEqual([3, expect.stringContaining('NOUSDT: the venue does not list it')])
    expect(JSON.parse(out) as CollectReport).toMatchObject({ stopped: null, series: [{ instrumentId: 'BTCUSDT', added: 438 }, { kind: 'mark' }] })
    venue.refusal = () => ({ status: 403, body: 'Forbidden' })
    expect(await collect(home, '--instruments', 'BTCUSDT')).toMatchObject({ code: 3, out: '', error: expect.stringContaining('/fapi/v1/time: HTTP 403') as string })
  })

  it.each([
    [[], '--instruments is needed'], [['--instruments', ','], '--instruments is needed'], [['--instruments', 'BTCUSDT', '--venue', 'elsewhere'], '--venue takes production, demo or local:PORT'],
    [['--instruments', 'BTCUSDT', '--venue', 'local:99999'], '--venue takes'], [['--instruments', 'BTCUSDT', '--venue', 'https://example.org'], '--venue takes'],
    [['--instruments', 'BTCUSDT', '--interval', '7m'], '--interval takes 1m, 5m'], [['--instruments', 'BTCUSDT', '--days', '0'], '--days takes a whole number from 1'],
  ])('refuses %j, and asks nobody', async (args, message) => {
    expect(await haetae(['collect', ...args], { home: temporaryFolder() })).toMatchObject({ code: 2, out: '', error: expect.stringContaining(message) as string })
    expect(venue.asked).toEqual([])
  })
})
