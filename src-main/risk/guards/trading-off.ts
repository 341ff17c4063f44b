import { mustBe, type Guard } from '../verdict.ts'

/** The person's own switch. */
export const tradingOff: Guard = ({ tradingOn }) => mustBe('trading-off', tradingOn, 'trading on')
