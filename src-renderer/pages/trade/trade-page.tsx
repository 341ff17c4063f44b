import { Suspense, use, useMemo, type JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { ReplayBar } from '../../panels/replay/replay.tsx'
import { readLayout } from '../../stores/layout-store.ts'
import type { SavedLayout, WidthClass } from '../../stores/layouts.ts'
import { Dock } from './dock.tsx'
import { useWidthClass } from './use-width-class.ts'

/** The page that everything happens on: what the market does, what is decided, what is held. */
export function TradePage(): JSX.Element {
  const width = useWidthClass()
  const reading = useMemo(() => readLayout(width), [width])
  return (
    <main className="page trade-page" aria-label={t('page.trade')}>
      <h1 className="seen-by-readers">{t('page.trade')}</h1>
      <ReplayBar />
      <Suspense fallback={<div className="dock" />}><Kept key={width} width={width} reading={reading} /></Suspense>
    </main>
  )
}

function Kept({ width, reading }: { readonly width: WidthClass; readonly reading: Promise<SavedLayout | undefined> }): JSX.Element {
  return <Dock width={width} saved={use(reading)} />
}
