import type { Check } from '../support/check.ts'
import { accountChecks } from './account-checks.ts'
import { algoChecks } from './algo-checks.ts'
import { candleChecks } from './candle-checks.ts'
import { marketChecks } from './market-checks.ts'
import { orderChecks } from './order-checks.ts'
import { ownClientChecks } from './own-client-checks.ts'
import { shapeChecks } from './shape-checks.ts'
import { signedShapeChecks } from './signed-shape-checks.ts'
import { socketChecks } from './socket-checks.ts'
import { socketOrderChecks } from './socket-order-checks.ts'
import { streamChecks } from './stream-checks.ts'
import { userStreamChecks } from './user-stream-checks.ts'
import { wireChecks } from './wire-checks.ts'

/** The whole script. Each check has a server of its own. */
export const checks: readonly Check[] = [...marketChecks, ...candleChecks, ...streamChecks, ...accountChecks, ...orderChecks, ...algoChecks, ...userStreamChecks, ...socketOrderChecks, ...wireChecks, ...socketChecks, ...ownClientChecks, ...shapeChecks, ...signedShapeChecks]
