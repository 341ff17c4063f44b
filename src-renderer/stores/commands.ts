import type { AskAnswer } from '../../src-shared/contract/views.ts'
import { engine } from '../engine-client/engine.ts'

/** What a person may ask, by the id of the click that asks it. */
export const startTrading = (requestId: string): Promise<AskAnswer> => engine.request('trading.start', { requestId })
export const stopTrading = (requestId: string): Promise<AskAnswer> => engine.request('trading.stop', { requestId })
export const flatten = (requestId: string, instrumentId: string | null): Promise<AskAnswer> => engine.request('positions.flatten', { requestId, instrumentId })
export const clearLatch = (requestId: string, latch: string, confirmation: string): Promise<AskAnswer> => engine.request('latch.clear', { requestId, latch, confirmation })
