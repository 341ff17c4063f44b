import type { Engine } from '../engine/engine.ts'
import { equity } from '../engine/views.ts'
import type { EngineLook } from '../reports/equity-recorder.ts'

/** The engine's time and equity, as of its last turn whenever asked. */
export const lookAt = (engine: Engine): EngineLook => ({ time: () => engine.state.account.time, equity: () => equity(engine.state) })
