import { useEffect } from 'react'
import { loadArchive, useArchive } from '../../stores/archive-store.ts'
import type { ArchivedInstrument } from '../../stores/archived.ts'

/** What is archived. Read again when the person comes back to the window, who may have imported something meanwhile. */
export function useFreshArchive(): readonly ArchivedInstrument[] | undefined {
  useEffect(() => {
    loadArchive()
    addEventListener('focus', loadArchive)
    return () => removeEventListener('focus', loadArchive)
  }, [])
  return useArchive(({ instruments }) => instruments)
}
