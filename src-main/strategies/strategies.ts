import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { perpEvV1 } from './perp-ev-v1/strategy.ts'
import { perpEv } from './perp-ev/strategy.ts'

/** The first is what trades unless another is named. */
export const STRATEGIES: readonly [StrategyConfig, ...StrategyConfig[]] = [perpEv, perpEvV1]
