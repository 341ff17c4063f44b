CREATE TABLE candle (
  instrument_id TEXT NOT NULL,
  interval_ms INTEGER NOT NULL CHECK (interval_ms > 0),
  open_time INTEGER NOT NULL,
  open INTEGER NOT NULL,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  close INTEGER NOT NULL,
  volume INTEGER NOT NULL,
  price_decimals INTEGER NOT NULL,
  quantity_decimals INTEGER NOT NULL,
  PRIMARY KEY (instrument_id, interval_ms, open_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE candle_correction (
  sequence INTEGER PRIMARY KEY,
  instrument_id TEXT NOT NULL,
  interval_ms INTEGER NOT NULL,
  open_time INTEGER NOT NULL,
  open INTEGER NOT NULL,
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  close INTEGER NOT NULL,
  volume INTEGER NOT NULL,
  price_decimals INTEGER NOT NULL,
  quantity_decimals INTEGER NOT NULL
) STRICT;

CREATE TABLE decision (
  decision_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  strategy_id TEXT NOT NULL,
  instrument_id TEXT NOT NULL,
  as_of INTEGER NOT NULL,
  action TEXT NOT NULL,
  reason TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (as_of, decision_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX decision_of_instrument ON decision (instrument_id, as_of);

CREATE TABLE funding (
  instrument_id TEXT NOT NULL,
  funding_time INTEGER NOT NULL,
  rate INTEGER NOT NULL,
  interval_ms INTEGER NOT NULL,
  PRIMARY KEY (instrument_id, funding_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE funding_correction (
  sequence INTEGER PRIMARY KEY,
  instrument_id TEXT NOT NULL,
  funding_time INTEGER NOT NULL,
  rate INTEGER NOT NULL,
  interval_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE instrument (
  instrument_id TEXT PRIMARY KEY,
  payload TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER candle_keeps_what_it_replaces BEFORE UPDATE ON candle BEGIN
  INSERT INTO candle_correction
    (instrument_id, interval_ms, open_time, open, high, low, close, volume, price_decimals, quantity_decimals)
  VALUES
    (old.instrument_id, old.interval_ms, old.open_time, old.open, old.high, old.low, old.close, old.volume, old.price_decimals, old.quantity_decimals);
END;

CREATE TRIGGER funding_keeps_what_it_replaces BEFORE UPDATE ON funding BEGIN
  INSERT INTO funding_correction (instrument_id, funding_time, rate, interval_ms)
  VALUES (old.instrument_id, old.funding_time, old.rate, old.interval_ms);
END;
