-- What nobody is told of for some time. One that is ended early ends then.
CREATE TABLE silences (
  id text PRIMARY KEY,
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  made_at timestamptz NOT NULL,
  by_name text NOT NULL,
  why text NOT NULL,
  scope json NOT NULL,
  ended_by text
);
CREATE INDEX silences_by_end ON silences (until_at);
