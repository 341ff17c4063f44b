CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
  run_id TEXT PRIMARY KEY REFERENCES run (run_id) ON DELETE CASCADE,
  report BLOB NOT NULL,
  trades BLOB NOT NULL
) STRICT;

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
