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
