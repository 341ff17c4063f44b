import { backfill } from './backfill-run.ts'

// A collection at the venue's own pace in a process of its own, until it is killed.
const { home, accountId } = JSON.parse(process.argv[2] ?? '') as { readonly home: string; readonly accountId: string }
process.on('disconnect', () => process.exit(0))
await backfill({ home, accountId, instruments: 5, days: 365, speed: 1, isUnlimited: false })
