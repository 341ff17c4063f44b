import { parentPort } from 'node:worker_threads'

/** A thread that dies of its first task. */
parentPort!.once('message', () => process.exit(7))
