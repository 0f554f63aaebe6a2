-- Who may sign in.
CREATE TABLE people (
  id text PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  -- PHC string; null until a password is set.
  password_hash text,
  profile jsonb NOT NULL DEFAULT '{}',
  disabled boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX people_by_name ON people (lower(name));

-- Links that let a password be set, once: for the first admin (no person yet), for a new person, after a password was forgotten.
CREATE TABLE password_links (
  digest text PRIMARY KEY,
  person_id text REFERENCES people ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

CREATE TABLE sessions (
  id text PRIMARY KEY,
  digest text NOT NULL UNIQUE,
  person_id text NOT NULL REFERENCES people ON DELETE CASCADE,
  address text NOT NULL,
  user_agent text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

-- Tokens of programs; those of a person end with the person.
CREATE TABLE tokens (
  id text PRIMARY KEY,
  digest text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('api', 'ingest')),
  name text NOT NULL,
  person_id text REFERENCES people ON DELETE CASCADE,
  rights text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Failed attempts to sign in, by account and by address.
CREATE TABLE sign_in_failures (
  key text PRIMARY KEY,
  count integer NOT NULL,
  last_at timestamptz NOT NULL
);

-- Who changed what, and who read what is sensitive. It only grows.
CREATE TABLE access_log (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  address text NOT NULL,
  before jsonb,
  after jsonb
);
CREATE INDEX access_log_by_time ON access_log (at);
CREATE FUNCTION refuse_change_of_access_log() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'the access log only grows'; END $$;
CREATE TRIGGER access_log_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_access_log();
