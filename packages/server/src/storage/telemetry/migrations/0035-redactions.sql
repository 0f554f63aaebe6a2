-- How much was redacted, by day and rule. Views that fill it are made at the start of a server whose policy redacts, and only then
-- (`redaction/count-views.ts`).
CREATE TABLE IF NOT EXISTS redactions
(
  Day Date,
  Signal LowCardinality(String),
  Rule LowCardinality(String),
  Found UInt64,
  Records UInt64
)
ENGINE = SummingMergeTree((Found, Records))
PARTITION BY toStartOfMonth(Day)
ORDER BY (Day, Signal, Rule)
SETTINGS non_replicated_deduplication_window = 10000;
