import type { JSX, ReactNode } from 'react'
import { t } from '../../i18n/text.ts'
import { CHOICES, type Settings } from '../../stores/settings.ts'
import { changeSettings, useSettings } from '../../stores/settings-store.ts'
import { Segments } from '../../ui/segments.tsx'

/** All choices of a setting, the chosen one marked. */
export function Choices<K extends keyof Settings>({ of: key }: { readonly of: K }): JSX.Element {
  const value = useSettings((settings) => settings[key])
  const segments = CHOICES[key].map((choice) => ({ value: choice, text: t(`setting.${key}.${choice}` as 'setting.theme.dark') }))
  return <Segments label={t(`setting.${key as 'theme'}`)} id={`setting-${key}`} value={value} segments={segments} onChoose={(choice) => changeSettings({ [key]: choice })} />
}

/** A setting with its name and what it changes. */
export function Choice({ of: key, children }: { readonly of: keyof Settings; readonly children?: ReactNode }): JSX.Element {
  return <Row title={t(`setting.${key}`)} note={t(`setting.${key}-note`)}>{children}<Choices of={key} /></Row>
}

interface SectionProps {
  readonly title: string
  readonly note?: string
  readonly children: ReactNode
}

export function Section({ title, note, children }: SectionProps): JSX.Element {
  return (
    <section className="settings-section" aria-label={title}>
      <h2>{title}</h2>
      {note !== undefined && <p className="quiet">{note}</p>}
      <div className="settings-rows">{children}</div>
    </section>
  )
}

export function Row({ title, note, children }: SectionProps): JSX.Element {
  return (
    <div className="settings-row">
      <div><b>{title}</b>{note !== undefined && <span>{note}</span>}</div>
      <span className="settings-value">{children}</span>
    </div>
  )
}
