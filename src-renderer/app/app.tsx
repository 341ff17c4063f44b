import type { JSX } from 'react'
import { Decisions } from '../panels/decisions/decisions.tsx'
import { Equity } from '../panels/equity/equity.tsx'
import { Latches } from '../panels/latches/latches.tsx'
import { Log } from '../panels/log/log.tsx'
import { Positions } from '../panels/positions/positions.tsx'
import { System } from '../panels/system/system.tsx'
import { useConnection } from '../stores/connection-store.ts'
import { useStatus } from '../stores/status-store.ts'
import { Banner } from './banner.tsx'
import { FlattenDialog } from './flatten-dialog.tsx'
import { Foot } from './foot.tsx'
import { History } from './history.tsx'
import { TopBar } from './top-bar.tsx'

export function App(): JSX.Element {
  const frozen = useConnection(({ state }) => state !== 'open')
  const mode = useStatus(({ value }) => value?.mode ?? 'none')
  return (
    <div className={`page mode-${mode} ${frozen ? 'frozen' : ''}`}>
      <TopBar />
      <Banner />
      <main>
        <div className="column">
          <Positions />
          <Decisions />
          <History />
        </div>
        <div className="column side">
          <Equity />
          <Latches />
          <System />
          <Log />
        </div>
      </main>
      <Foot />
      <FlattenDialog />
    </div>
  )
}
