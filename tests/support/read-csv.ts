/** Reads RFC 4180 strictly: CRLF after every record, quotes only around a whole field and doubled inside, records of one length. */
export function readCsv(text: string): string[][] {
  const records: string[][] = []
  let at = 0
  while (at < text.length) {
    const record: string[] = []
    for (;;) {
      const [field, end] = text[at] === '"' ? quotedField(text, at) : plainField(text, at)
      record.push(field)
      at = end
      if (text[at] !== ',') break
      at++
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`record ${records.length + 1} does not end with CRLF but with ${JSON.stringify(text.slice(at, at + 10))}`)
    at += 2
    if (records[0] && record.length !== records[0].length) throw new Error(`record ${records.length + 1} has ${record.length} fields, not ${records[0].length}`)
    records.push(record)
  }
  return records
}

function quotedField(text: string, start: number): readonly [string, number] {
  let end = start + 1
  while (text[end] !== '"' || text[end + 1] === '"') {
    if (end >= text.length) throw new Error('a quoted field has no end')
    end += text[end] === '"' ? 2 : 1
  }
  return [text.slice(start + 1, end).replaceAll('""', '"'), end + 1]
}

function plainField(text: string, start: number): readonly [string, number] {
  let end = start
  while (end < text.length && !',\r\n'.includes(text[end]!)) {
    if (text[end] === '"') throw new Error('a quote inside a field that is not quoted')
    end++
  }
  return [text.slice(start, end), end]
}

/** Records as objects by the names in the first one. */
export function readCsvRows(text: string): Record<string, string>[] {
  const [columns = [], ...records] = readCsv(text)
  return records.map((record) => Object.fromEntries(record.map((field, i) => [columns[i]!, field])))
}
