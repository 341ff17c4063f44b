import { describe } from 'vitest'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { timedVenueLaws } from './execution-venue.suite.ts'

describe('the simulated venue', () => timedVenueLaws((settings) => Promise.resolve(new SimulatedVenue(settings))))
