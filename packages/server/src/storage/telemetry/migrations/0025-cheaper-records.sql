-- Words of bodies are found by a Bloom filter, as attributes are: numbers and ids are words of which each occurs once, and a text index of those
-- cost half of every merge and a third of the disk. Counts of a common word read bodies. Records stored before have no such filter and are read.
ALTER TABLE logs ADD INDEX IF NOT EXISTS body_words tokens(lower(Body)) TYPE bloom_filter(0.01) GRANULARITY 1;

ALTER TABLE logs DROP INDEX IF EXISTS body;

-- A part that was just inserted is one file for all columns: as one for each, half of the price of writing it is to sync them. Merges make it files
-- by column, of eight parts or more, so that a record is not written again for every few that follow.
ALTER TABLE logs MODIFY SETTING min_level_for_wide_part = 1, min_parts_to_merge_at_once = 8;
ALTER TABLE spans MODIFY SETTING min_level_for_wide_part = 1, min_parts_to_merge_at_once = 8;
ALTER TABLE metric_points MODIFY SETTING min_level_for_wide_part = 1, min_parts_to_merge_at_once = 8;

-- Ids are hexadecimal text of random bytes: half of it is nothing, which LZ4 cannot leave out.
ALTER TABLE logs MODIFY COLUMN SpanId CODEC(ZSTD(1));
ALTER TABLE logs MODIFY COLUMN TraceId CODEC(ZSTD(1));
ALTER TABLE spans MODIFY COLUMN SpanId CODEC(ZSTD(1));
ALTER TABLE spans MODIFY COLUMN ParentSpanId CODEC(ZSTD(1));
ALTER TABLE spans MODIFY COLUMN TraceId CODEC(ZSTD(1));
