import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileHistory } from '../../scripts/market-history.ts'
import { REAL_PLAN, realModelFiles } from '../../scripts/real-models.ts'
import { dataFolder, hasData } from '../support/recorded.ts'

describe.skipIf(!hasData)(`the models of real candles, fitted anew from ${dataFolder} (skipped where they are not)`, () => {
  it('come out as shipped, byte for byte', async () => {
    const { instruments, parts } = REAL_PLAN
    const history = await fileHistory(join(dataFolder, 'binance-usdm'), { instruments, from: parts.fit.from, to: parts.holdOut.to })
    const files = realModelFiles(REAL_PLAN, history)
    expect(files.size).toBe(8)
    for (const [path, content] of files) expect(Buffer.from(content).equals(readFileSync(join('models', path))), path).toBe(true)
  }, 180_000)
})
