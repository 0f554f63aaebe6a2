-- What an ingest token may send; NULL: everything. Namespaces are exact names, or globs with * and ?.
ALTER TABLE tokens
  ADD COLUMN signals text[],
  ADD COLUMN namespaces text[];
