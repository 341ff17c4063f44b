import * as z from 'zod/mini'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { startLocalBinance } from '../lab/binance/local-binance.ts'

const optionsSchema = z.strictObject({
  port: z.int(), seed: z.int(), speed: z.number().check(z.positive()), startTime: z.int(), begins: z.int(), isUnlimited: z.boolean(),
})

/** A Binance of invented prices for whoever launched it, and no longer than that. Says on which port. */
process.once('disconnect', () => process.exit(1))
const { startTime, begins, ...options } = optionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
const { port } = await startLocalBinance({ ...options, startTime: startTime as TimeMs, begins: begins as TimeMs })
const { parentPort } = process as NodeJS.Process & { readonly parentPort?: { postMessage(message: unknown): void } }
if (parentPort) parentPort.postMessage({ port })
else process.send?.({ port })
