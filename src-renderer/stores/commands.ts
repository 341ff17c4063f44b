import type { BacktestWish, SweepWish } from '../../src-shared/contract/backtest-report.ts'
import type { Requests } from '../../src-shared/contract/contract.ts'
import type { CollectWish } from '../../src-shared/contract/data-views.ts'
import type { LearnWish } from '../../src-shared/contract/evaluation-views.ts'
import type { PaceChange } from '../../src-shared/contract/market-views.ts'
import type { AskAnswer, Opening, StartedJob } from '../../src-shared/contract/workstation-views.ts'
import { engine } from '../engine-client/engine.ts'

type Asked<K extends keyof Requests> = Promise<Requests[K]['result']>

/** What a person may ask, by the id of the click that asks it. */
export const openMode = (requestId: string, opening: Opening): Promise<AskAnswer> => engine.request('workstation.open', { requestId, opening })
export const closeMode = (requestId: string): Promise<AskAnswer> => engine.request('workstation.close', { requestId })
export const startTrading = (requestId: string): Promise<AskAnswer> => engine.request('trading.start', { requestId })
export const stopTrading = (requestId: string): Promise<AskAnswer> => engine.request('trading.stop', { requestId })
export const flatten = (requestId: string, instrumentId: string | null): Promise<AskAnswer> => engine.request('positions.flatten', { requestId, instrumentId })
export const clearLatch = (requestId: string, latch: string, confirmation: string): Promise<AskAnswer> => engine.request('latch.clear', { requestId, latch, confirmation })
export const changePace = (requestId: string, change: PaceChange): Promise<AskAnswer> => engine.request('pace.change', { requestId, change })
export const startExport = (params: Requests['export.start']['params']): Asked<'export.start'> => engine.request('export.start', params)
export const readExport = (jobId: string, offset: number): Asked<'export.read'> => engine.request('export.read', { jobId, offset })
export const startBacktest = (requestId: string, wish: BacktestWish): Promise<StartedJob> => engine.request('research.backtest', { requestId, wish })
export const startSweep = (requestId: string, wish: SweepWish): Promise<StartedJob> => engine.request('research.sweep', { requestId, wish })
export const startCollect = (requestId: string, wish: CollectWish): Promise<StartedJob> => engine.request('data.collect', { requestId, wish })
export const startLearning = (requestId: string, wanted: LearnWish): Promise<StartedJob> => engine.request('learn.start', { requestId, wanted })
export const moveModel = (requestId: string, move: Omit<Requests['models.move']['params'], 'requestId'>): Promise<AskAnswer> => engine.request('models.move', { requestId, ...move })
export const rollbackModels = (requestId: string, strategyId: string, reason: string | null): Promise<AskAnswer> => engine.request('models.rollback', { requestId, strategyId, reason })
export const forgetRun = (requestId: string, runId: string): Promise<AskAnswer> => engine.request('research.forget', { requestId, runId })
export const cancelJob = (requestId: string, jobId: string): Promise<AskAnswer> => engine.request('job.cancel', { requestId, jobId })

/** What is read once and not told again. */
export const readArchive = (): Asked<'workstation.archive'> => engine.request('workstation.archive', null)
export const readStrategies = (): Asked<'research.strategies'> => engine.request('research.strategies', null)
export const readPassports = (): Asked<'data.passports'> => engine.request('data.passports', null)
export const readRecords = (): Asked<'data.records'> => engine.request('data.records', null)
export const readRuns = (): Asked<'research.runs'> => engine.request('research.runs', null)
export const readReport = (runId: string): Asked<'research.report'> => engine.request('research.report', { runId })
export const readReportTrades = (params: Requests['research.trades']['params']): Asked<'research.trades'> => engine.request('research.trades', params)
export const readReportFile = (params: Requests['research.file']['params']): Asked<'research.file'> => engine.request('research.file', params)
export const readLearnReport = (runId: string): Asked<'learn.report'> => engine.request('learn.report', { runId })
export const readTrials = (): Asked<'learn.trials'> => engine.request('learn.trials', null)
export const readModels = (): Asked<'models.list'> => engine.request('models.list', null)
export const readCandles = (params: Requests['market.candles']['params']): Asked<'market.candles'> => engine.request('market.candles', params)
export const readDecisions = (params: Requests['desk.decisions']['params']): Asked<'desk.decisions'> => engine.request('desk.decisions', params)
export const readDecision = (params: Requests['desk.decision']['params']): Asked<'desk.decision'> => engine.request('desk.decision', params)
export const readProfile = (key: string): Promise<string | null> => engine.request('profile.get', { key })
export const writeProfile = (key: string, value: string): Promise<AskAnswer> => engine.request('profile.put', { key, value })
