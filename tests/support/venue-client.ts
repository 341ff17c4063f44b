import { connectTo } from './venue-process.ts'
import { approved, market } from './venue-cases.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

/** Sends an order to the venue of a folder and never lives to hear of it: says so on the way, then waits to be killed. */
const [folder = '', sentAt = '0'] = process.argv.slice(2)
const venue = await connectTo(folder)
venue.place(approved('in-flight', market('buy', 100)), Number(sentAt) as TimeMs)
const told = venue.advance((Number(sentAt) + 1_000) as TimeMs)
process.stdout.write('sent\n')
process.stdin.resume()
await told
process.stdout.write('told\n')
