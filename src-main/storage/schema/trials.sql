CREATE TABLE link (
  sequence INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('trial-begun', 'trial-ended', 'model-registered', 'model-moved')),
  version INTEGER NOT NULL CHECK (version >= 1),
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX link_of_a_trial ON link (kind, subject) WHERE kind IN ('trial-begun', 'trial-ended');

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER link_follows_the_last BEFORE INSERT ON link WHEN new.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM link) BEGIN
  SELECT RAISE(ABORT, 'a link follows the last one');
END;

CREATE TRIGGER link_is_never_deleted BEFORE DELETE ON link BEGIN
  SELECT RAISE(ABORT, 'a link is never deleted');
END;

CREATE TRIGGER link_is_never_updated BEFORE UPDATE ON link BEGIN
  SELECT RAISE(ABORT, 'a link is never updated');
END;
