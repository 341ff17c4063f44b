import './about-page.css'
import { useEffect, useState, type JSX } from 'react'
import type { ShellVersions } from '../../../src-shared/contract/desktop.ts'
import { t } from '../../i18n/text.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { Mark } from '../../ui/mark.tsx'

/** Names and licences are the same in every language. */
const NOTICES = [
  { name: 'Lightweight Charts™', by: 'TradingView, Inc.', licence: 'Apache-2.0', key: 'about.charts' },
  { name: 'Pretendard', by: 'Kil Hyung-jin', licence: 'SIL OFL 1.1', key: 'about.font' },
  { name: 'JetBrains Mono', by: 'JetBrains s.r.o.', licence: 'SIL OFL 1.1', key: 'about.mono' },
  { name: 'Lucide', by: 'Lucide Contributors', licence: 'ISC', key: 'about.icons' },
  { name: 'dockview', by: 'mathuo', licence: 'MIT', key: 'about.dock' },
  { name: 'React, Zustand, Zod', by: 'Meta, Poimandres, Colin McDonnell', licence: 'MIT', key: 'about.libraries' },
] as const

/** The charts' licence asks for their notice and this link, since their logo is not on the charts. */
const CHARTS = 'https://www.tradingview.com/'

/** What this is, what it is not, and whose work is in it. */
export function AboutPage(): JSX.Element {
  const program = useWorkstation(({ value }) => value?.program)
  return (
    <main className="page about-page" aria-label={t('page.about')}>
      <div className="about-body" tabIndex={0} role="group" aria-label={t('page.about')}>
        <header>
          <Mark size={56} />
          <div>
            <h1>{t('about.name')}</h1>
            <p>{t('about.what')}</p>
          </div>
        </header>
        <Versions version={program?.version} />
        <section>
          <h2>{t('about.advice')}</h2>
          <p>{t('about.advice-text')}</p>
        </section>
        <section>
          <h2>{t('about.licence')}</h2>
          <p>{t('about.licence-text')}</p>
        </section>
        <section>
          <h2>{t('about.notices')}</h2>
          <table className="boxed" aria-label={t('about.notices')}>
            <tbody>
              {NOTICES.map(({ name, by, licence, key }) => (
                <tr key={name}><td><b>{name}</b></td><td>{by}</td><td>{licence}</td><td className="wide">{t(key)}</td></tr>
              ))}
            </tbody>
          </table>
          <p>{t('about.tradingview')} <a href={CHARTS} target="_blank" rel="noreferrer">{CHARTS}</a></p>
        </section>
      </div>
    </main>
  )
}

function Versions({ version }: { readonly version: string | undefined }): JSX.Element {
  const [shell, setShell] = useState<ShellVersions>()
  useEffect(() => void window.desktop?.versions().then(setShell), [])
  return (
    <p className="about-version">
      <b>{t('about.version', { version: version ?? '' })}</b>
      <span>{shell ? t('about.shell', { electron: shell.electron, chromium: shell.chromium }) : t('about.browser')}</span>
    </p>
  )
}
