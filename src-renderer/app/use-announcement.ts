import { useEffect, useState } from 'react'
import type { LogRow } from '../../src-shared/contract/views.ts'
import { toldText } from '../format/told.ts'
import { plural } from '../i18n/text.ts'
import { onLogNews } from '../stores/log-news.ts'
import { spokenOf } from './announcements.ts'

/** At a thousand times real time everything happens at once: so often, and so much, is read. */
const EVERY_MS = 3_000
const SPOKEN_MAX = 2

/** What came into the log, in words, for a while at a time. */
export function useAnnouncement(): string {
  const [text, setText] = useState('')
  useEffect(() => {
    let unread: LogRow[] = []
    const forget = onLogNews((rows) => void unread.push(...rows))
    const timer = setInterval(() => {
      const words = wordsOf(unread)
      unread = []
      if (words !== '') setText(words)
    }, EVERY_MS)
    return () => {
      forget()
      clearInterval(timer)
    }
  }, [])
  return text
}

function wordsOf(rows: readonly LogRow[]): string {
  const { spoken, more } = spokenOf(rows, SPOKEN_MAX)
  const sentences = spoken.map(toldText)
  return [...sentences, ...(more > 0 ? [plural('announce.more', more)] : [])].join(' ')
}
