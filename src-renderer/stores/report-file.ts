import { readReportFile } from './commands.ts'

const TYPES = { html: 'text/html', json: 'application/json' } as const

/** Gives the person a report as a file: a page that opens anywhere, or JSON with the trades. */
export async function saveReport(runId: string, format: 'html' | 'json'): Promise<void> {
  const pieces: string[] = []
  for (let offset: number | null = 0; offset !== null; ) {
    const piece: { readonly text: string; readonly next: number | null } = await readReportFile({ runId, format, offset })
    pieces.push(piece.text)
    offset = piece.next
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(pieces, { type: TYPES[format] }))
  link.download = `haetae-backtest-${runId}.${format}`
  link.click()
  URL.revokeObjectURL(link.href)
}
