-- `kv.a:1` looks within attributes that are lists of keys (JSON objects). Few records have any, so their names say which granules to read.
-- Records stored before have no index and are read.
ALTER TABLE logs ADD INDEX IF NOT EXISTS nested_attributes arrayConcat(arrayFilter((key, value) -> startsWith(value, '{'), mapKeys(LogAttributes), mapValues(LogAttributes)), arrayFilter((key, value) -> startsWith(value, '{'), mapKeys(ResourceAttributes), mapValues(ResourceAttributes))) TYPE bloom_filter(0.01) GRANULARITY 1;
