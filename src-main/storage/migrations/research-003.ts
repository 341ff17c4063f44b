/** What learning comes to beside back-tests. Reports name their run, so it is made anew beside them and they are put back. */
export const research003 = `
DROP INDEX run_by_time;
ALTER TABLE report RENAME TO report_before;
ALTER TABLE run RENAME TO run_before;

CREATE TABLE run (
  run_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('backtest', 'replay', 'sweep', 'feasibility', 'labels', 'dataset', 'evaluation')),
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  strategy_id TEXT NOT NULL,
  config_hash TEXT NOT NULL,
  parameters TEXT NOT NULL,
  result TEXT NOT NULL
) STRICT;

CREATE INDEX run_by_time ON run (started_at, run_id);

CREATE TABLE report (
  run_id TEXT PRIMARY KEY REFERENCES run (run_id) ON DELETE CASCADE,
  report BLOB NOT NULL,
  trades BLOB NOT NULL
) STRICT;

INSERT INTO run
  SELECT run_id, kind, started_at, finished_at, account_id, strategy_id, config_hash, parameters, result
  FROM run_before;

INSERT INTO report
  SELECT run_id, report, trades
  FROM report_before;

DROP TABLE report_before;
DROP TABLE run_before;
`
