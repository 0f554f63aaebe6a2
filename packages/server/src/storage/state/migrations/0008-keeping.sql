-- What retention must not delete: telemetry of a pipeline, a namespace or everything, of a time.
CREATE TABLE legal_holds (
  id text PRIMARY KEY,
  reason text NOT NULL,
  -- Null: of every namespace, of every pipeline.
  namespace text,
  pipeline text,
  from_at timestamptz NOT NULL,
  -- Null: without end.
  to_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  released_at timestamptz,
  released_by text
);

-- Retention, where it is set, is the one that may delete from the access log; a statement of anybody else is refused as before.
CREATE OR REPLACE FUNCTION refuse_change_of_access_log() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN IF TG_OP = 'DELETE' AND current_setting('sightglass.retention', true) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'the access log only grows'; END $$;

-- Receipts of erasures; what was looked for only as a keyed hash.
CREATE TABLE erasures (
  id text PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  erased_by text NOT NULL,
  find_hash text NOT NULL,
  receipt jsonb NOT NULL
);
