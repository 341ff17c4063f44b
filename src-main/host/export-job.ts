import { setImmediate as nextTurn } from 'node:timers/promises'
import { told } from '../../src-shared/contract/told-codes.ts'
import { fileLines } from '../storage/line-file.ts'
import { openExport } from './account-export.ts'
import type { ExportWork } from './job-messages.ts'
import { JobProgress, type JobProgressParts } from './job-progress.ts'

const LINES_PER_TURN = 500
const MEMORY_MB_MAX = 768

/** Writes the file, which gets its name when it is whole. */
export async function runExport(work: ExportWork, parts: Omit<JobProgressParts, 'memoryMbMax'>): Promise<void> {
  const source = await openExport(work)
  const file = fileLines(work.file, false)
  const progress = new JobProgress({ ...parts, memoryMbMax: MEMORY_MB_MAX })
  try {
    let lines = 0
    for await (const line of source.lines) {
      file.write(line)
      if (++lines % LINES_PER_TURN !== 0) continue
      progress.tell(source.part(), told('lines-written', { lines }))
      await nextTurn()
    }
    file.finish()
  } finally {
    file.close()
    source.close()
  }
}
