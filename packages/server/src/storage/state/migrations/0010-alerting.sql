-- One rule about one subject. `body` is what decisions are made of, as JSON text: its order is kept.
CREATE TABLE alerts (
  fingerprint text PRIMARY KEY,
  state text NOT NULL,
  incident_no integer,
  changed_at timestamptz NOT NULL,
  body json NOT NULL
);
CREATE INDEX alerts_open ON alerts (state) WHERE state <> 'resolved';
CREATE INDEX alerts_of_incident ON alerts (incident_no);

CREATE TABLE alert_changes (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fingerprint text NOT NULL,
  at timestamptz NOT NULL,
  from_state text,
  to_state text NOT NULL,
  reason text NOT NULL,
  run_id text,
  incident_no integer
);
CREATE INDEX alert_changes_of_one ON alert_changes (fingerprint, at);
CREATE INDEX alert_changes_by_time ON alert_changes (at);

-- Numbers are given by the decision, which only the leader makes; people change what is there.
CREATE TABLE incidents (
  no integer PRIMARY KEY,
  version integer NOT NULL,
  state text NOT NULL,
  severity text NOT NULL,
  opened_at timestamptz NOT NULL,
  resolved_at timestamptz,
  ended_at timestamptz,
  body json NOT NULL
);
CREATE INDEX incidents_by_state ON incidents (state, ended_at);

-- The timeline of an incident. It only grows.
CREATE TABLE incident_events (
  incident_no integer NOT NULL REFERENCES incidents ON DELETE CASCADE,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  by_name text,
  sentence json NOT NULL,
  PRIMARY KEY (incident_no, seq)
);

-- What is due later, so that a restart neither forgets nor repeats it.
CREATE TABLE alerting_timers (
  key text PRIMARY KEY,
  kind text NOT NULL,
  incident_no integer NOT NULL,
  due_at timestamptz NOT NULL
);

-- Who is to be told what. Nothing sends yet: rows of the channel `page` are shown in their incident.
CREATE TABLE notifications (
  key text PRIMARY KEY,
  incident_no integer NOT NULL,
  seq integer NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL,
  target text NOT NULL,
  status text NOT NULL DEFAULT 'waiting',
  at timestamptz NOT NULL,
  body json NOT NULL
);
CREATE INDEX notifications_of_incident ON notifications (incident_no, seq);
CREATE INDEX notifications_waiting ON notifications (at) WHERE status = 'waiting';

-- One row: whoever changes alerts or incidents locks it first. `epoch` counts leaders, so that a former one changes nothing any more.
CREATE TABLE alerting (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 0,
  decided_at timestamptz,
  began_at timestamptz
);
INSERT INTO alerting DEFAULT VALUES;
