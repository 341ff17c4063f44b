import { useEffect, useState } from 'react'
import { readArchive } from '../../stores/commands.ts'
import { archivedInstruments, type ArchivedInstrument } from './opening.ts'

/** What can be replayed. Read again when the person comes back to the window, who may have imported something meanwhile. */
export function useArchive(): readonly ArchivedInstrument[] | undefined {
  const [archive, setArchive] = useState<readonly ArchivedInstrument[]>()
  useEffect(() => {
    const read = (): void => void readArchive().then((spans) => setArchive(archivedInstruments(spans)), () => undefined)
    read()
    addEventListener('focus', read)
    return () => removeEventListener('focus', read)
  }, [])
  return archive
}
