import type { JSX } from 'react'
import type { ComponentView, GuardView } from '../../../src-shared/contract/views.ts'
import { Chip } from '../../app/ui/chip.tsx'
import { Panel } from '../../app/ui/panel.tsx'
import { Table, type Column } from '../../app/ui/table.tsx'
import { measure } from '../../format/number.ts'
import { fullTime } from '../../format/time.ts'
import { words } from '../../format/words.ts'
import { useStatus } from '../../stores/status-store.ts'

const components: readonly Column<ComponentView>[] = [
  { head: 'Component', cell: ({ component }) => words(component) },
  { head: 'State', cell: ({ healthy, heardAt }) => <Chip tone={healthy ? 'ok' : 'danger'} text={healthy ? 'Healthy' : 'Down'} title={`Heard at ${fullTime(heardAt)}`} /> },
  { head: 'Detail', wide: true, cell: ({ detail }) => detail, title: ({ detail }) => detail },
]

const VERDICTS = { allow: ['ok', 'Holds'], warn: ['warn', 'Near limit'], refuse: ['danger', 'Refuses'] } as const

const guards: readonly Column<GuardView>[] = [
  { head: 'Guard', cell: ({ guard }) => words(guard) },
  { head: 'Now', number: true, cell: ({ value, unit }) => measure(value, unit), title: ({ unit }) => unit },
  { head: 'Limit', number: true, cell: ({ limit, unit }) => measure(limit, unit), title: ({ unit }) => unit },
  { head: 'State', cell: ({ verdict }) => <Chip tone={VERDICTS[verdict][0]} text={VERDICTS[verdict][1]} /> },
]

export function System(): JSX.Element {
  const status = useStatus(({ value }) => value)
  const down = status?.components.filter(({ healthy }) => !healthy).length ?? 0
  return (
    <Panel name="system" title="System" note={!status ? '' : down === 0 ? 'all healthy' : `${down} down`}>
      <Table label="Components" columns={components} rows={status?.components} keyOf={({ component }) => component} empty="No component has reported." />
      {status && status.guards.length > 0 && <Table label="Guards" columns={guards} rows={status.guards} keyOf={({ guard }) => guard} empty="" />}
    </Panel>
  )
}
