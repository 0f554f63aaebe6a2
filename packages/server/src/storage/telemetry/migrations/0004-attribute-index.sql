-- Attributes are found by equality, often of values that occur once: there a text index costs as much to merge as all columns together.
ALTER TABLE logs ADD INDEX IF NOT EXISTS attribute_items arrayMap((key, value) -> concat(key, '=', value), mapKeys(LogAttributes), mapValues(LogAttributes)) TYPE bloom_filter(0.001) GRANULARITY 1;

ALTER TABLE logs DROP INDEX IF EXISTS items;
