import { describe, expect, it } from 'vitest'
import { REPORT_CODES } from '../../src-shared/contract/told-codes.ts'
import type { BacktestReport, ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { VOCABULARY } from '../../src-shared/contract/vocabulary.ts'
import { DECISION_REASONS } from '../../src-shared/domain/decision-reason.ts'
import { DAY_MS, HOUR_MS } from '../../src-shared/domain/units.ts'
import { texts } from '../../src-renderer/i18n/texts.ts'
import { reportHtml } from '../../src-main/reports/backtest-html.ts'
import { html } from '../../src-main/reports/markup.ts'
import { decimals, duration, signedMoney, signedPercent } from '../../src-main/reports/report-numbers.ts'
import { dateTicks, linePath, ticks } from '../../src-main/reports/report-plots.ts'
import { CAVEATS, caveatText, guardWords, latchWords, reasonWords } from '../../src-main/reports/report-words.ts'

const START = Date.UTC(2023, 0, 1)
const HOURS = 24 * 70

/** A report in which every text that is not a number is the given one. */
function sample(text: string, trades = 3): { readonly report: BacktestReport; readonly trades: ReportTrades } {
  const time = Array.from({ length: HOURS + 1 }, (_, hour) => START + hour * HOUR_MS)
  const many = <Cell>(cell: Cell): readonly Cell[] => Array<Cell>(trades).fill(cell)
  const group = [{ key: text, trades: 3, won: 1, gross: '4', costs: '-1.5', net: '2.5' }]
  const counts = { [text]: 7 }
  const report: BacktestReport = {
    version: 1, runId: text, program: text, from: START, to: START + 70 * DAY_MS, asset: text, deposit: '10000', trainedUntil: START + 10 * DAY_MS, modelIds: { long: text, short: text },
    wish: { strategyId: text, instruments: [text], from: null, to: null, policyId: 'expected-value', seed: 0, changes: { [text]: 2 }, rivals: 2 },
    hashes: { decisions: text, orders: text, config: text, featureSet: text },
    summary: {
      net: '2.5', netReturn: 0.00025, sharpe: 0.4, sharpeInterval: { low: -1, high: 2 }, netReturnInterval: { low: -0.01, high: 0.02 }, drawdown: 0.01, drawdownFrom: START, recoveryDays: null, worstDay: -0.002, trades, won: 1,
      breakEvenShare: 0.4, profitFactor: 1.2, tradesPerDay: 0.04, holdMinutes: 77, exposure: 0.1, decisions: 20_000, entries: 3, openAtEnd: 0,
    },
    equity: { time, equity: time.map((_, hour) => 10_000 + (hour % 97)), hold: time.map((_, hour) => 10_000 + (hour % 31)) }, days: { day: [START], net: [0] }, months: [{ month: '2023-01', net: 0.01, trades: 2 }, { month: '2023-02', net: -0.02, trades: 1 }],
    costs: { gross: '4', slippage: '-0.5', fees: '-1', funding: '0', net: '2.5', notional: '1500' }, groups: { side: group, instrument: group, regime: group, hour: [{ ...group[0]!, key: '13' }], weekday: group, exit: group },
    rivals: [{ rival: 'nothing', runs: 1, netReturn: 0, low: null, high: null, sharpe: null, drawdown: 0, trades: 0 }, { rival: 'random', runs: 2, netReturn: 0, low: -0.01, high: 0.01, sharpe: 0, drawdown: 0.01, trades: 3 }],
    funnel: [{ step: 'decisions', left: 20_000, lostTo: null }, { step: 'forecast', left: 3, lostTo: text }], reasons: [{ reason: text, count: 19_997, byInstrument: counts }], guards: [{ guard: text, refused: 2, warned: 1 }],
    latches: [{ latch: text, time: START + DAY_MS, reason: { code: text, values: { [text]: text } } }], alarms: counts,
    data: [{ instrumentId: text, candles: 20_160, gaps: 1, funding: 'assumed', settlements: 210, finePaths: 0 }], caveats: [{ code: text, values: { [text]: text } }, { code: 'report-gaps', values: { gaps: 1, instruments: text } }],
  }
  const columns: ReportTrades = {
    entryId: many(text), decisionId: many(text), instrumentId: many(text), side: many('short'), openedAt: many(START), closedAt: many(START + HOUR_MS), quantity: many('1'), entry: many('500'), exit: many('501'), exitReason: many(text),
    gross: many('4'), slippage: many('-0.5'), fees: many('-1'), funding: many('0'), net: many('2.5'), netReturn: many(0.005), adverse: many(0.01), favourable: many(0.02), expectedValue: many(null), winProbability: many(0.4), breakEvenProbability: many(0.38), regime: many(null),
  }
  return { report, trades: columns }
}

const pageOf = (text: string, trades = 3): string => reportHtml(sample(text, trades).report, sample(text, trades).trades)
const tagsOf = (page: string): readonly string[] => page.match(/<[a-z!/][^>]*>/gi)!.map((tag) => tag.replaceAll(/"[^"]*"/g, '""'))

describe('the page of a report', () => {
  it('lets no text of the report become markup', () => {
    const hostile = `</style><script>alert(1)</script><img src=x onerror='alert(1)'>" onload="alert(1)&amp;{latch}`
    expect(tagsOf(pageOf(hostile))).toEqual(tagsOf(pageOf('calm')))
    expect(pageOf(hostile)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('needs nothing from outside and runs nothing', () => {
    const page = pageOf('calm')
    expect(page).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`)
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<object|url\(|@import|https?:|\son[a-z]+=/i)
  })

  it('says first what speaks against it', () => {
    const page = pageOf('calm')
    expect(page.indexOf('Before you believe it')).toBeGreaterThan(0)
    expect(page.indexOf('Before you believe it')).toBeLessThan(page.indexOf('Net return'))
    expect(page.indexOf('Gaps in the candles: 1, of calm.')).toBeLessThan(page.indexOf('Net return'))
  })

  it('can be made of a run without trades', () => {
    expect(pageOf('calm', 0)).toContain('All trades (0)')
    expect(pageOf('calm', 0)).not.toMatch(/NaN|Infinity|undefined/)
    expect(pageOf('calm')).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('has every trade in its table', () => {
    expect(pageOf('calm', 250).match(/<tr title=/g)).toHaveLength(250)
  })
})

describe('its words', () => {
  it('are the window’s for what speaks against a result', () => {
    const inWindow = texts as unknown as Readonly<Record<string, readonly [string, string]>>
    expect(CAVEATS).toEqual(Object.fromEntries(Object.keys(REPORT_CODES).map((code) => [code, inWindow[`told.${code}`]?.[0]])))
  })

  it('are there for every reason, guard and latch', () => {
    const nameless = [...Object.keys(DECISION_REASONS).filter((reason) => !reason.startsWith('forecast-')).map(reasonWords), ...Object.keys(VOCABULARY.guard).map(guardWords)].filter(({ name, sentence }) => !sentence || /^[a-z-]+$/.test(name))
    expect(nameless).toEqual([])
    expect(latchWords('drawdown').sentence).not.toBe('')
  })

  it('name what they do not know by its code', () => {
    expect([reasonWords('of-another-version').name, guardWords('x').name, caveatText({ code: 'x', values: { a: 1 } })]).toEqual(['of-another-version', 'x', 'x, a 1'])
    expect(caveatText({ code: 'report-latched', values: { latch: 'drawdown', day: '2023-05-01', days: 9 } })).toContain('9 days before the end: drawdown limit reached.')
    expect(caveatText({ code: 'report-may-be-chance', values: { low: '-1.20', high: '2.00' } })).toContain('−1.20 to 2.00')
  })
})

describe('its numbers', () => {
  it('have thousands, signs and a true minus', () => {
    expect([decimals(-1_234_567.891, 2), decimals(-0.001, 2), decimals(999, 0)]).toEqual(['−1,234,567.89', '0.00', '999'])
    expect([signedMoney('12.345'), signedMoney('-3'), signedMoney('0'), signedPercent(0.0123), signedPercent(-0.5, 0)]).toEqual(['+12.35', '−3.00', '0.00', '+1.23%', '−50%'])
    expect([duration(59.6), duration(61), duration(1_500)]).toEqual(['1 h 0 m', '1 h 1 m', '1 d 1 h'])
  })

  it('are escaped in content and in attributes', () => {
    expect(html`<a title="${`"'<&>`}">${['<', html`<b>${1}</b>`, null]}</a>`.text).toBe('<a title="&quot;&#39;&lt;&amp;&gt;">&lt;<b>1</b></a>')
  })
})

describe('its drawings', () => {
  it('have round ticks inside of the range', () => {
    expect(ticks([-0.023, 0.011], 5)).toEqual([-0.02, -0.01, 0, 0.01].map((value) => expect.closeTo(value, 12)))
    expect(ticks([0, 0], 5)).toEqual([0])
  })

  it('have firsts of months, or days where the span is short', () => {
    expect(dateTicks([START, START + 100 * DAY_MS]).map(({ label }) => label)).toEqual(['2023-01', '2023-02', '2023-03', '2023-04'])
    expect(dateTicks([START, START + 4 * DAY_MS]).map(({ label }) => label)).toEqual(['01-01', '01-02', '01-03', '01-04', '01-05'])
  })

  it('keep the extremes of what there is no room for', () => {
    const values = Array.from({ length: 50_000 }, (_, index) => (index === 31_234 ? 99 : index === 12_345 ? -99 : 0))
    const path = linePath({ left: 0, top: 0, width: 900, height: 198, x: [0, 50_000], y: [-99, 99] }, values.map((_, index) => index), values)
    expect(path.split('L').length).toBeLessThan(2_000)
    expect([path.includes(',0L') || path.endsWith(',0'), path.includes(',198L')]).toEqual([true, true])
  })
})
