import { describe, expect, it } from 'vitest'
import { REPORT_CODES } from '../../src-shared/contract/told-codes.ts'
import { VOCABULARY } from '../../src-shared/contract/vocabulary.ts'
import { DECISION_REASONS } from '../../src-shared/domain/decision-reason.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { texts } from '../../src-renderer/i18n/texts.ts'
import { reportHtml } from '../../src-main/reports/backtest-html.ts'
import { html } from '../../src-main/reports/markup.ts'
import { decimals, duration, signedMoney, signedPercent } from '../../src-main/reports/report-numbers.ts'
import { dateTicks, linePath, ticks } from '../../src-main/reports/report-plots.ts'
import { CAVEATS, caveatText, guardWords, latchWords, reasonWords } from '../../src-main/reports/report-words.ts'
import { saidAndDone } from '../../src-main/reports/said-and-done.ts'
import { START, sample } from '../support/report-sample.ts'

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

describe('what was said beside what came', () => {
  const { trades } = sample('x', 25)
  const column = <Cell>(of: (row: number) => Cell): readonly Cell[] => Array.from({ length: 25 }, (_, row) => of(row))
  // Falling q from 0.49 to 0.25; of the higher half every second is taken, of the lower none; the last said nothing.
  const mixed = { ...trades, winProbability: column((row) => (row === 24 ? null : 0.49 - row / 100)), breakEvenProbability: column(() => 0.3), expectedValue: column(() => 0.001), netReturn: column((row) => (row < 12 ? 0.01 : -0.01)), exitReason: column((row) => (row === 0 ? 'time-exit' : row < 12 && row % 2 === 0 ? 'take-profit' : 'stop')) }

  it('goes by rising q, and counts what q is the probability of', () => {
    const { all, bins } = saidAndDone(mixed)!
    expect(bins.map((bin) => [bin.trades, bin.taken])).toEqual([[12, 0], [12, 5 / 11]])
    expect(bins.map(({ q }) => q)).toEqual([expect.closeTo(0.315, 12), expect.closeTo(0.435, 12)])
    expect([all.trades, all.breakEven, all.taken]).toEqual([24, expect.closeTo(0.3, 12), 5 / 23])
    expect(all.netReturn).toBeCloseTo(0, 12)
  })

  it('is not there for a policy that says nothing, and has no bins of a few', () => {
    expect(saidAndDone({ ...mixed, winProbability: column(() => null) })).toBeNull()
    expect(saidAndDone({ ...sample('x', 19).trades, expectedValue: Array<number>(19).fill(0.001) })!.bins).toEqual([])
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
    expect(Object.keys(VOCABULARY.latch).filter((latch) => latchWords(latch).sentence === '')).toEqual([])
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
