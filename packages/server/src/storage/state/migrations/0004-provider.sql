-- People whom a provider of OpenID Connect signs in: its address and what it calls them tell them apart, nothing else.
ALTER TABLE people ADD COLUMN issuer text;
ALTER TABLE people ADD COLUMN subject text;
ALTER TABLE people ADD COLUMN groups text[] NOT NULL DEFAULT '{}';
ALTER TABLE people ADD COLUMN provider_signed_in_at timestamptz;
-- Until the provider signs them in again with groups that are let in, their tokens do not work.
ALTER TABLE people ADD COLUMN provider_refused boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX people_by_subject ON people (issuer, subject);
-- With which the provider knows whose session ends there.
ALTER TABLE sessions ADD COLUMN id_token text;

-- Sign-ins with the provider that are under way, and why those before failed. Each works once, in the browser that began it.
CREATE TABLE provider_attempts (
  state_digest text PRIMARY KEY,
  browser_digest text NOT NULL,
  state text NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  redirect_uri text NOT NULL,
  next text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX provider_attempts_by_end ON provider_attempts (expires_at);
CREATE TABLE provider_failures (
  browser_digest text PRIMARY KEY,
  words text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
