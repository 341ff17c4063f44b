import { useEffect, useRef, type JSX } from 'react'
import { Panel } from '../../app/ui/panel.tsx'
import { EquityChart } from '../../charts/equity-chart.ts'
import { money } from '../../format/number.ts'
import { useEquity } from '../../stores/equity-store.ts'

export function Equity(): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const points = useEquity(({ rows }) => rows?.length)
  const newest = useEquity(({ rows }) => rows?.at(-1)?.equity)
  useEffect(() => {
    if (!place.current) return
    const chart = new EquityChart(place.current)
    const theme = matchMedia('(prefers-color-scheme: dark)')
    const recolour = (): void => chart.recolour()
    theme.addEventListener('change', recolour)
    const forget = useEquity.subscribe((state) => chart.show(state))
    chart.show(useEquity.getState())
    return () => {
      theme.removeEventListener('change', recolour)
      forget()
      chart.remove()
    }
  }, [])
  return (
    <Panel name="equity" title="Equity" note={newest === undefined ? '' : money(newest)}>
      <div className="chart" ref={place} />
      {points === 0 && <p className="hint over">The first point comes with the first decision.</p>}
    </Panel>
  )
}
