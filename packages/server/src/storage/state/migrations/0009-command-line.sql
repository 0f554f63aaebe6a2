-- The token that follows one that was rotated.
ALTER TABLE tokens ADD COLUMN replaced_by text;

-- Consents of people that a command line acts for them, until it has fetched its token.
CREATE TABLE command_line_consents (
  code_digest text PRIMARY KEY,
  challenge text NOT NULL,
  person_id text NOT NULL REFERENCES people ON DELETE CASCADE,
  name text NOT NULL,
  expires_at timestamptz NOT NULL
);
