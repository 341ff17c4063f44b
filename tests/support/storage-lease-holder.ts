import { Lease, type LeaseHolder } from '../../src-main/storage/lease.ts'

/** Takes the lease of the folder it is given, says so, and lives until it is killed. */
const holder = { instance: 'other', pid: process.pid, startedAt: 1, purpose: 'engine' } as unknown as LeaseHolder
Lease.take(process.argv[2] ?? '', holder)
process.stdout.write('held\n')
process.stdin.resume()
