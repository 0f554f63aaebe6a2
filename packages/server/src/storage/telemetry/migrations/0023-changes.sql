-- When each row of what is folded of runs last changed, by the clock of the engine: of what the server keeps of pipelines in its memory it reads
-- again what is newer (`rooms/pipelines/known/memory.ts`). Views do not name these columns, so that each insert, also one that folds again what was
-- damaged, gives its own time. What is stored already counts as changed now.
ALTER TABLE runs ADD COLUMN IF NOT EXISTS ChangedAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')) DEFAULT now64(3, 'UTC'), ADD INDEX IF NOT EXISTS changed ChangedAt TYPE minmax GRANULARITY 1;
ALTER TABLE runs MATERIALIZE COLUMN ChangedAt SETTINGS mutations_sync = 2;
ALTER TABLE stages ADD COLUMN IF NOT EXISTS ChangedAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')) DEFAULT now64(3, 'UTC'), ADD INDEX IF NOT EXISTS changed ChangedAt TYPE minmax GRANULARITY 1;
ALTER TABLE stages MATERIALIZE COLUMN ChangedAt SETTINGS mutations_sync = 2;
ALTER TABLE checked_files ADD COLUMN IF NOT EXISTS ChangedAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')) DEFAULT now64(3, 'UTC'), ADD INDEX IF NOT EXISTS changed ChangedAt TYPE minmax GRANULARITY 1;
ALTER TABLE checked_files MATERIALIZE COLUMN ChangedAt SETTINGS mutations_sync = 2;
ALTER TABLE dependency_rows ADD COLUMN IF NOT EXISTS ChangedAt SimpleAggregateFunction(max, DateTime64(3, 'UTC')) DEFAULT now64(3, 'UTC'), ADD INDEX IF NOT EXISTS changed ChangedAt TYPE minmax GRANULARITY 1;
ALTER TABLE dependency_rows MATERIALIZE COLUMN ChangedAt SETTINGS mutations_sync = 2;
