import type { SaveOutcome } from '../../src-shared/contract/desktop.ts'
import type { JobView } from '../../src-shared/contract/workstation-views.ts'
import { readExport } from './commands.ts'

/** Puts a finished export where the person wants it: the desktop asks where, a browser downloads. */
export async function saveExport(jobId: string, { name }: NonNullable<JobView['file']>): Promise<SaveOutcome> {
  if (window.desktop) return window.desktop.saveExport(jobId, name)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(await piecesOf(jobId), { type: name.endsWith('.json') ? 'application/json' : 'text/csv' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
  return { saved: true }
}

async function piecesOf(jobId: string): Promise<string[]> {
  const pieces: string[] = []
  for (let offset: number | null = 0; offset !== null; ) {
    const piece: { readonly text: string; readonly next: number | null } = await readExport(jobId, offset)
    pieces.push(piece.text)
    offset = piece.next
  }
  return pieces
}
