/**
 * Candles of mark prices beside those of trades, and what was paid in them. Closed spans are packed into blocks; rows stay for the newest.
 * A correction says when it was learnt. Open interest, margin tiers by date, and which files the data came from.
 */
export const market003 = `
DROP TRIGGER candle_keeps_what_it_replaces;
DROP TRIGGER funding_keeps_what_it_replaces;
ALTER TABLE candle RENAME TO candle_before;
ALTER TABLE candle_correction RENAME TO candle_correction_before;
ALTER TABLE funding_correction RENAME TO funding_correction_before;

CREATE TABLE candle (
  instrument_id TEXT NOT NULL,
  series TEXT NOT NULL CHECK (series IN ('trade', 'mark')),
  interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
  open_time INTEGER NOT NULL,
  open INTEGER NOT NULL,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  close INTEGER NOT NULL,
  volume INTEGER NOT NULL,
  price_decimals INTEGER NOT NULL,
  quantity_decimals INTEGER NOT NULL,
  quote_whole INTEGER,
  quote_fraction INTEGER,
  trades INTEGER,
  PRIMARY KEY (instrument_id, series, interval_ms, open_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE candle_block (
  instrument_id TEXT NOT NULL,
  series TEXT NOT NULL CHECK (series IN ('trade', 'mark')),
  interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
  start INTEGER NOT NULL,
  candles INTEGER NOT NULL CHECK (candles > 0),
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  payload BLOB NOT NULL,
  PRIMARY KEY (instrument_id, series, interval_ms, start)
) STRICT;

CREATE INDEX candle_block_span ON candle_block (instrument_id, series, interval_ms, start, candles, first_time, last_time);

CREATE TABLE candle_correction (
  sequence INTEGER PRIMARY KEY,
  instrument_id TEXT NOT NULL,
  series TEXT NOT NULL,
  interval_ms INTEGER NOT NULL,
  open_time INTEGER NOT NULL,
  open INTEGER NOT NULL,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  close INTEGER NOT NULL,
  volume INTEGER NOT NULL,
  price_decimals INTEGER NOT NULL,
  quantity_decimals INTEGER NOT NULL,
  quote_whole INTEGER,
  quote_fraction INTEGER,
  trades INTEGER,
  learnt_at INTEGER
) STRICT;

CREATE INDEX candle_correction_of_series ON candle_correction (instrument_id, series, interval_ms, open_time, sequence);

CREATE TABLE funding_correction (
  sequence INTEGER PRIMARY KEY,
  instrument_id TEXT NOT NULL,
  funding_time INTEGER NOT NULL,
  rate INTEGER NOT NULL,
  interval_ms INTEGER NOT NULL,
  learnt_at INTEGER
) STRICT;

CREATE TABLE open_interest (
  instrument_id TEXT NOT NULL,
  interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
  time INTEGER NOT NULL,
  contracts TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (instrument_id, interval_ms, time)
) STRICT, WITHOUT ROWID;

CREATE TABLE open_interest_correction (
  sequence INTEGER PRIMARY KEY,
  instrument_id TEXT NOT NULL,
  interval_ms INTEGER NOT NULL,
  time INTEGER NOT NULL,
  contracts TEXT NOT NULL,
  value TEXT NOT NULL,
  learnt_at INTEGER
) STRICT;

CREATE TABLE margin_tiers (
  instrument_id TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (instrument_id, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  source_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL UNIQUE,
  bytes INTEGER NOT NULL,
  imported_at INTEGER NOT NULL
) STRICT;

CREATE TABLE source_series (
  instrument_id TEXT NOT NULL,
  series TEXT NOT NULL CHECK (series IN ('trade', 'mark', 'funding', 'open-interest', 'margin-tiers')),
  interval_ms INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source (source_id),
  taken INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  first_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,
  PRIMARY KEY (instrument_id, series, interval_ms, source_id)
) STRICT, WITHOUT ROWID;

INSERT INTO candle
  SELECT instrument_id, 'trade', interval_ms, open_time, open, high, low, close, volume, price_decimals, quantity_decimals, NULL, NULL, NULL
  FROM candle_before;
INSERT INTO candle_correction
  SELECT sequence, instrument_id, 'trade', interval_ms, open_time, open, high, low, close, volume, price_decimals, quantity_decimals, NULL, NULL, NULL, NULL
  FROM candle_correction_before;
INSERT INTO funding_correction
  SELECT sequence, instrument_id, funding_time, rate, interval_ms, NULL
  FROM funding_correction_before;

DROP TABLE candle_before;
DROP TABLE candle_correction_before;
DROP TABLE funding_correction_before;

CREATE TRIGGER candle_correction_is_kept BEFORE UPDATE ON candle_correction BEGIN
  SELECT RAISE(ABORT, 'what a correction replaced is never updated');
END;

CREATE TRIGGER candle_correction_is_not_deleted BEFORE DELETE ON candle_correction BEGIN
  SELECT RAISE(ABORT, 'what a correction replaced is never deleted');
END;

CREATE TRIGGER funding_correction_is_kept BEFORE UPDATE ON funding_correction BEGIN
  SELECT RAISE(ABORT, 'what a correction replaced is never updated');
END;

CREATE TRIGGER funding_correction_is_not_deleted BEFORE DELETE ON funding_correction BEGIN
  SELECT RAISE(ABORT, 'what a correction replaced is never deleted');
END;

CREATE TRIGGER open_interest_correction_is_kept BEFORE UPDATE ON open_interest_correction BEGIN
  SELECT RAISE(ABORT, 'what a correction replaced is never updated');
END;

CREATE TRIGGER open_interest_correction_is_not_deleted BEFORE DELETE ON open_interest_correction BEGIN
  SELECT RAISE(ABORT, 'what a correction replaced is never deleted');
END;
`
