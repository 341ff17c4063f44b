import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Outcome } from '../../src-main/reports/outcome.ts'
import { backtest, type RecordedRun } from '../../src-main/modes/recorded-run.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { arithmeticRuntime, pinnedStrategy } from '../support/pinned-run.ts'
import { ACCOUNT, dataFolder, hasData, importRecorded, record } from '../support/recorded.ts'

const DAYS = 21
const START = 1_672_531_200_000 as TimeMs
const POLICIES = ['expected-value', 'seeded-random'] as const

/**
 * What the engine came to before anybody made it faster. A change that is meant to decide otherwise pins anew and says so;
 * one that is not meant to must leave these alone.
 */
const PINNED = {
  invented: {
    'expected-value': {
      decisions: 18_003, decisionHash: '543dbfc92421e370f22195a72ea3f45037dfe01ebc1ba98abec06b3444817fdf',
      trades: 108, orderHash: 'eedd1bfce1d0c5b13ac5fb9c7ef23ec1b0089d1c03ff448b6ab2b000e59a1f1e', netProfit: '-113.53982736', fundingPayments: 48,
    },
    'seeded-random': {
      decisions: 18_003, decisionHash: '0ca58d69568b864c5ce936303c17a50e5c792335cf2303c10f4735f86bea97cb',
      trades: 54, orderHash: '83488ef03456d0c40c9abc7207857fc7557b36b7b348adc2825cb35c40fb6c3f', netProfit: '1.57403784', fundingPayments: 22,
    },
  },
  real: {
    'expected-value': {
      decisions: 6_001, decisionHash: '8be2a3e256f3a71fc497dbcbb9ab737e3dc433122a2d112bdad2a27110fed5b8',
      trades: 29, orderHash: '4b79875ebab1277236fa21aed60d604178fdf209c66d1fd317f1851c06bcbdb2', netProfit: '-27.68587814', fundingPayments: 15,
    },
    'seeded-random': {
      decisions: 6_001, decisionHash: 'dc29cd92ba1c258ed2a748092438f2bf990fa1ed52facbef10774d0d3a62d0fb',
      trades: 19, orderHash: '2d66d0e3e3fcf680dd201ac9dce43c489cf21014ca9ef12411a2ef18b81654af', netProfit: '-11.53945867', fundingPayments: 9,
    },
  },
} as const

const sums = ({ decisions, decisionHash, trades, orderHash, netProfit, fundingPayments }: Outcome) => ({ decisions, decisionHash, trades, orderHash, netProfit, fundingPayments })

async function outcomeOf(run: Pick<RecordedRun, 'archive' | 'instruments'>, policyId: (typeof POLICIES)[number]): Promise<ReturnType<typeof sums>> {
  const config = pinnedStrategy(run.instruments.map(({ instrumentId }) => instrumentId), policyId)
  return sums(await backtest({ ...run, config, runtime: arithmeticRuntime, from: START, to: (START + DAYS * DAY_MS) as TimeMs, accountId: ACCOUNT, sessionId: 'pinned' }))
}

describe('three weeks of the invented market', () => {
  it.each(POLICIES)('come to what they came to with %s', async (policyId) => {
    const recording = await record(DAYS, 3)
    try {
      const { archive, instruments } = await recording.run()
      expect(await outcomeOf({ archive, instruments }, policyId)).toEqual(PINNED.invented[policyId])
    } finally {
      recording.close()
    }
  }, 60_000)
})

describe.skipIf(!hasData)(`three weeks of real candles of ${dataFolder} (skipped where they are not)`, () => {
  const home = mkdtempSync(join(tmpdir(), 'haetae-pinned-'))
  let archive: SqliteMarketArchive
  beforeAll(async () => {
    await importRecorded(home, ['BTCUSDT'], { from: '2023-01-01', to: '2023-01-24' })
    archive = new SqliteMarketArchive({ folder: openAccountFolder(home, ACCOUNT), accountId: ACCOUNT, program: 'test' })
  }, 120_000)
  afterAll(() => {
    archive.close()
    rmSync(home, { recursive: true })
  })

  it.each(POLICIES)('come to what they came to with %s', async (policyId) => {
    expect(await outcomeOf({ archive, instruments: await archive.instruments() }, policyId)).toEqual(PINNED.real[policyId])
  }, 60_000)
})
