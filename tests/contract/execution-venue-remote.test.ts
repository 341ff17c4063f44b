import { describe } from 'vitest'
import { accountFolder, startVenue } from '../support/venue-process.ts'
import { timedVenueLaws } from './execution-venue.suite.ts'

describe('the venue in its own process', () => timedVenueLaws((settings) => startVenue(accountFolder(), settings)))
