-- Attributes are found by equality, often of values that occur once: there a text index costs as much to merge as all columns together.
-- Values of array attributes stand for themselves too. Records stored before have no index and are read.
ALTER TABLE logs ADD INDEX IF NOT EXISTS attribute_items arrayConcat(arrayMap((key, value) -> concat(key, '=', value), mapKeys(LogAttributes), mapValues(LogAttributes)), arrayFlatten(arrayMap((key, value) -> if(startsWith(value, '['), arrayMap(item -> concat(key, '=', item), JSONExtract(value, 'Array(String)')), []), mapKeys(LogAttributes), mapValues(LogAttributes)))) TYPE bloom_filter(0.001) GRANULARITY 1;

ALTER TABLE logs DROP INDEX IF EXISTS items;
