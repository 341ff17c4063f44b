import { backtest } from './areas/backtest.ts'
import { caveats } from './areas/caveats.ts'
import { chart } from './areas/chart.ts'
import { codes } from './areas/codes.ts'
import { common } from './areas/common.ts'
import { data } from './areas/data.ts'
import { dialogs } from './areas/dialogs.ts'
import { dock } from './areas/dock.ts'
import { gate } from './areas/gate.ts'
import { firstRun } from './areas/first-run.ts'
import { guards } from './areas/guards.ts'
import { pages } from './areas/pages.ts'
import { palette } from './areas/palette.ts'
import { panels } from './areas/panels.ts'
import { replay } from './areas/replay.ts'
import { report } from './areas/report.ts'
import { settings } from './areas/settings.ts'
import { shell } from './areas/shell.ts'
import { told } from './areas/told.ts'
import { training } from './areas/training.ts'

/** One entry per text: English and Korean side by side, so that neither can be missing. Each area of the window has its file. */
export type Texts = typeof common & typeof caveats & typeof gate & typeof chart & typeof replay & typeof codes & typeof guards & typeof panels & typeof told & typeof shell & typeof dialogs & typeof dock & typeof firstRun & typeof pages & typeof palette & typeof settings & typeof backtest & typeof data & typeof report & typeof training

export const texts: Texts = { ...common, ...caveats, ...gate, ...chart, ...replay, ...codes, ...guards, ...panels, ...told, ...shell, ...dialogs, ...dock, ...firstRun, ...pages, ...palette, ...settings, ...backtest, ...data, ...report, ...training }
