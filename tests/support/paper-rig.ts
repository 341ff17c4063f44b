import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import type { SimulatedAccount } from '../../src-main/modes/paper-account.ts'

export const PAPER_ACCOUNT: SimulatedAccount = 'sim:paper:binance:local-1'
export const PAPER_INSTRUMENTS = ['BTCUSDT', 'ETHUSDT']

/** Sure of one side at every candle, so that something is always being opened or closed. */
export const eagerRuntime: ModelRuntime = {
  score: async (modelId, vectors) => vectors.map(({ asOf }) => (modelId.endsWith((asOf / 300_000) % 2 === 0 ? 'long' : 'short') ? [0.95, 0.01, 0, 60, 10] : [0.05, 0.01, 0, 60, 10])),
}
