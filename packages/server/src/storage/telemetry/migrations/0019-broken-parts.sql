-- Damaged files never keep the engine from starting: what is damaged is put aside, told, and restored from what is kept.
ALTER TABLE logs MODIFY SETTING max_suspicious_broken_parts = 100000, max_suspicious_broken_parts_bytes = 1000000000000000;
ALTER TABLE spans MODIFY SETTING max_suspicious_broken_parts = 100000, max_suspicious_broken_parts_bytes = 1000000000000000;
ALTER TABLE metric_points MODIFY SETTING max_suspicious_broken_parts = 100000, max_suspicious_broken_parts_bytes = 1000000000000000;
