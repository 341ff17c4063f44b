CREATE TABLE change (
  sequence INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  strategy_id TEXT,
  instrument_id TEXT,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  unique_key TEXT UNIQUE,
  payload TEXT NOT NULL
) STRICT;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change BEGIN
  SELECT RAISE(ABORT, 'a journalled change is never deleted');
END;

CREATE TRIGGER change_is_never_updated BEFORE UPDATE ON change BEGIN
  SELECT RAISE(ABORT, 'a journalled change is never updated');
END;
