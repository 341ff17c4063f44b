import type { ParseArgsOptionsConfig } from 'node:util'
import type { Beginning } from '../supervision/beginning.ts'
import { needed, text, timeOption, type Values } from './command.ts'
import { configsOf, speedOption, strategyOption } from './replay-command.ts'

export const replayHostOptions: ParseArgsOptionsConfig = { instrument: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, policy: { type: 'string' }, strategy: { type: 'string' }, account: { type: 'string' } }

/** Archived candles behind the page, at a speed one can follow. */
export function replayBeginning(values: Values): Beginning {
  const instruments = needed(values, 'instrument').split(',')
  const [{ policy }] = configsOf(values, instruments)
  const strategyId = strategyOption(values)
  const accountId = text(values, 'account')
  return {
    opening: { mode: 'replay', instruments, from: timeOrNull(values, 'from'), to: timeOrNull(values, 'to'), speed: speedOption(values, '60') },
    trading: true, ...(strategyId === undefined ? {} : { strategyId }), policyId: policy.policyId, ...(accountId === undefined ? {} : { accountId }),
  }
}

const timeOrNull = (values: Values, name: string): number | null => (text(values, name) === undefined ? null : timeOption(values, name, 0))
