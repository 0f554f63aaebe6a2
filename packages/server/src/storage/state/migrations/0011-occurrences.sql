-- What became of each due time of a pipeline with a schedule.
CREATE TABLE occurrences (
  namespace text NOT NULL,
  pipeline text NOT NULL,
  due_at timestamptz NOT NULL,
  deadline_at timestamptz,
  state text NOT NULL,
  usable_at timestamptz,
  run_ids json NOT NULL,
  PRIMARY KEY (namespace, pipeline, due_at)
);
CREATE INDEX occurrences_by_time ON occurrences (due_at);
