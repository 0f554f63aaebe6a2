-- What processes that share the breaker of an API are told: held open by a person, or opened by one of them for a while.
CREATE TABLE api_breakers (
  name text PRIMARY KEY,
  isolated boolean NOT NULL DEFAULT false,
  reason text NOT NULL DEFAULT '',
  open_until timestamptz,
  opened_by text,
  changed_at timestamptz NOT NULL DEFAULT now()
);
