import { Lease, type LeaseHolder } from '../../src-main/storage/lease.ts'

/** Takes the lease of the folder it is given, says so, and lives until it is killed; or says why not. */
const holder = { instance: 'other', pid: process.pid, startedAt: 1, purpose: 'engine' } as unknown as LeaseHolder
try {
  Lease.take(process.argv[2] ?? '', holder)
  process.stdout.write('held\n')
  process.stdin.resume()
} catch (error) {
  process.stdout.write(`${String(error)}\n`)
}
