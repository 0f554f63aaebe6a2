-- Who has sent how much, and what was refused: sums that outlive the server and the telemetry engine.
CREATE TABLE senders (
  holder_id text NOT NULL,
  holder_name text NOT NULL,
  address text NOT NULL,
  service text NOT NULL,
  requests float8 NOT NULL,
  records float8 NOT NULL,
  bytes float8 NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (holder_id, address, service)
);
CREATE TABLE sender_refusals (
  holder_id text NOT NULL,
  holder_name text NOT NULL,
  address text NOT NULL,
  reason text NOT NULL,
  requests float8 NOT NULL,
  records float8 NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (holder_id, address, reason)
);

-- Links that show one run to whoever has them. Those of a person end with the person.
CREATE TABLE share_links (
  id text PRIMARY KEY,
  digest text NOT NULL UNIQUE,
  namespace text NOT NULL,
  pipeline text NOT NULL,
  run_id text NOT NULL,
  person_id text REFERENCES people ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  last_opened_at timestamptz
);

-- Failures are counted by keyed hashes of names from now on: some people type their password there.
DELETE FROM sign_in_failures;
