import type { BrokenLink, NewTrial, TrialLedger, TrialOutcome, TrialRecord } from '../../src-main/training/trial-ledger.port.ts'

/** For tests of what is counted, not of how it is kept. */
export class TrialsInMemory implements TrialLedger {
  readonly records: TrialRecord[] = []

  begin(trial: NewTrial): Promise<string> {
    const sequence = this.records.length + 1
    this.records.push({ ...trial, sequence, trialId: `trial-${sequence}`, startedAt: 0, state: 'begun', days: null, trades: null, hash: '' })
    return Promise.resolve(`trial-${sequence}`)
  }

  end(trialId: string, outcome: TrialOutcome): Promise<void> {
    const place = this.records.findIndex((record) => record.trialId === trialId && record.state === 'begun')
    const record = this.records[place]
    if (!record) throw new Error(`${trialId} was not begun or has ended`)
    this.records[place] = { ...record, ...outcome }
    return Promise.resolve()
  }

  onData(): Promise<readonly TrialRecord[]> {
    return this.all()
  }

  all(): Promise<readonly TrialRecord[]> {
    return Promise.resolve(this.records)
  }

  broken(): Promise<BrokenLink | null> {
    return Promise.resolve(null)
  }
}
