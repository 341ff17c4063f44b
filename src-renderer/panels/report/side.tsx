import './report.css'
import type { JSX } from 'react'
import type { BacktestReport, RivalRow } from '../../../src-shared/contract/backtest-report.ts'
import { float, percent, signedMoney, signOf } from '../../format/number.ts'
import { word } from '../../format/words.ts'
import { plural, t } from '../../i18n/text.ts'
import { Belief } from './belief.tsx'
import { heat } from './report-figures.ts'
import { Section } from '../../ui/section.tsx'

/** Beside the curve: what to doubt first, then where the result comes from. */
export function ReportSide({ report }: { readonly report: BacktestReport }): JSX.Element {
  return (
    <div className="report-side" tabIndex={0} role="group" aria-label={t('report.side')}>
      <Belief report={report} />
      <Months report={report} />
      <Costs report={report} />
      <Endings report={report} />
      <Rivals report={report} />
    </div>
  )
}

const MONTHS_A_ROW = 7

function Months({ report: { months } }: { readonly report: BacktestReport }): JSX.Element {
  const most = Math.max(...months.map(({ net }) => Math.abs(net)))
  return (
    <Section title={t('report.months')} note={t('report.months-above', { above: months.filter(({ net }) => net > 0).length, all: months.length })}>
      <ul className="months" style={{ gridTemplateColumns: `repeat(${Math.ceil(months.length / Math.ceil(months.length / MONTHS_A_ROW))}, minmax(0, 1fr))` }}>
        {months.map(({ month, net, trades }) => (
          <li key={month} className={`heat-${signOf(net)}`} style={heat(net, most)} title={plural('report.month-of', trades, { month, net: percent(net, 2, true) })}>
            <span>{month.endsWith('-01') ? month.slice(0, 4) : month.slice(-2)}</span><b>{float(net * 100, 1, true)}</b>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Costs({ report: { costs, asset } }: { readonly report: BacktestReport }): JSX.Element {
  const notional = Number(costs.notional)
  const rows = (['gross', 'slippage', 'fees', 'funding', 'net'] as const).map((name) => ({ name, amount: costs[name] }))
  return (
    <Section title={t('report.costs')} note={t('report.costs-note')}>
      <table className="costs" aria-label={t('report.costs')}>
        <thead><tr><th scope="col">{t('report.costs-part')}</th><th scope="col" className="number">{asset}</th><th scope="col" className="number">{t('report.of-notional')}</th></tr></thead>
        <tbody>
          {rows.map(({ name, amount }) => (
            <tr key={name} className={name}>
              <td title={t(`report.costs-why-${name}`)}>{t(`report.costs-of-${name}`)}</td>
              <td className={`number ${name === 'gross' || name === 'net' ? signOf(amount) : ''}`}>{signedMoney(amount)}</td>
              <td className="number quiet">{notional > 0 ? percent(Number(amount) / notional, 4, true) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

/** Colours of prices are for signs: a stop is no loss by name. */
function Endings({ report: { groups: { exit }, summary: { trades } } }: { readonly report: BacktestReport }): JSX.Element {
  return (
    <Section title={t('report.endings')} note={t('report.endings-note')}>
      {exit.length === 0 ? <p className="quiet">{t('report.no-trades')}</p> : <ul className="report-bars">
        {exit.map((row) => (
          <li key={row.key} title={t('report.group-why', { won: row.won, trades: row.trades, net: signedMoney(row.net) })}>
            <span data-shortens>{word('reason', row.key)}</span>
            <i aria-hidden="true"><u className={signOf(row.net)} style={{ width: `${(100 * row.trades) / Math.max(1, trades)}%` }} /></i>
            <b>{percent(row.trades / Math.max(1, trades), 1)}</b>
          </li>
        ))}
      </ul>}
    </Section>
  )
}

interface Rival {
  readonly key: string
  readonly name: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly title: string
}

/** The strategy among those that know nothing, on one line with its zero. */
function Rivals({ report: { rivals, summary } }: { readonly report: BacktestReport }): JSX.Element {
  const own: Rival = { key: 'own', name: t('report.this'), value: summary.netReturn, low: summary.netReturnInterval?.low ?? null, high: summary.netReturnInterval?.high ?? null, title: rivalTitle(summary) }
  const all = [own, ...rivals.map(rivalOf)].toSorted((a, b) => b.value - a.value)
  const [low, high] = [Math.min(0, ...all.flatMap(({ value, low: least }) => [value, least ?? value])), Math.max(1e-9, ...all.flatMap(({ value, high: most }) => [value, most ?? value]))]
  const at = (value: number): number => (100 * (value - low)) / (high - low)
  return (
    <Section title={t('report.rivals')} note={t('report.rivals-note')}>
      <ul className="report-bars rivals">
        {all.map(({ key, name, value, low: least, high: most, title }) => (
          <li key={key} className={key === 'own' ? 'own' : ''} title={title}>
            <span data-shortens>{name}</span>
            <i aria-hidden="true">
              <s style={{ left: `${at(0)}%` }} />
              <u className={signOf(value)} style={{ left: `${at(Math.min(0, value))}%`, width: `${Math.abs(at(value) - at(0))}%` }} />
              {least !== null && most !== null && <em style={{ left: `${at(least)}%`, width: `${at(most) - at(least)}%` }} />}
            </i>
            <b className={signOf(value)}>{percent(value, 1, true)}</b>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function rivalOf(row: RivalRow): Rival {
  const { rival, runs, netReturn: value, low, high } = row
  return { key: rival, name: runs > 1 ? t('report.rival-runs', { rival: t(`report.rival.${rival}`), runs }) : t(`report.rival.${rival}`), value, low, high, title: rivalTitle(row) }
}

const rivalTitle = ({ sharpe, drawdown, trades }: Pick<RivalRow, 'sharpe' | 'drawdown' | 'trades'>): string =>
  plural('report.rival-why', trades, { sharpe: float(sharpe, 2), drawdown: percent(-drawdown, 1, true) })
