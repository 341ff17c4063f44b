import { fallFrom } from '../losses.ts'
import { fallVerdict, type Guard } from '../verdict.ts'

export const drawdown: Guard = ({ equity, highWater }, { drawdownMax }) =>
  fallVerdict('drawdown', fallFrom(highWater, equity, drawdownMax), drawdownMax, 'part of the highest equity')
