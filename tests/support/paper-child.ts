import { paperSession } from './paper-session.ts'

// A paper engine to be killed, on a Binance of this computer. Tells what it does; stops in peace when it is told to.
const TOLD: ReadonlySet<string> = new Set(['fill-booked', 'decision-made', 'order-accepted', 'latch-set'])
const [home = '', port = '', symbols = '', recordId = ''] = process.argv.slice(2)
const tell = (message: object): void => void process.send?.(message)
const session = await paperSession(home, recordId, { port: Number(port), symbols: symbols.split(',') }, {
  publish: (changes) => changes.forEach(({ kind }) => TOLD.has(kind) && tell({ kind })), onMissed: (missed) => tell({ kind: 'missed', missed }), onUnreached: (detail) => tell({ kind: 'unreached', detail }),
})
process.once('message', () => void session.close().then(() => process.exit(0)))
