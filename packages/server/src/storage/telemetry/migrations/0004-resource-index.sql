-- `key:value` searches look into the record and its resource; with an index on both, a value nobody sent costs nothing.
ALTER TABLE logs ADD INDEX IF NOT EXISTS resource_values mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1;
