-- Teams, and what they own of all telemetry. Patterns are exact names, or globs with * and ?.
CREATE TABLE teams (
  id text PRIMARY KEY,
  name text NOT NULL,
  namespaces text[] NOT NULL DEFAULT '{}',
  owners text[] NOT NULL DEFAULT '{}',
  services text[] NOT NULL DEFAULT '{}',
  systems text[] NOT NULL DEFAULT '{}',
  -- Groups of a sign-in provider: who had one of them at the last sign-in is a member too.
  groups text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX teams_by_name ON teams (lower(name));

CREATE TABLE team_members (
  team_id text NOT NULL REFERENCES teams ON DELETE CASCADE,
  person_id text NOT NULL REFERENCES people ON DELETE CASCADE,
  PRIMARY KEY (team_id, person_id)
);
CREATE INDEX team_members_by_person ON team_members (person_id);
