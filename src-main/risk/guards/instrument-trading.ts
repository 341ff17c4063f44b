import { mustBe, type Guard } from '../verdict.ts'

/** The venue has not halted or delisted it. */
export const instrumentTrading: Guard = ({ instrumentTrading: trading }) => mustBe('instrument-trading', trading, 'instrument trading')
