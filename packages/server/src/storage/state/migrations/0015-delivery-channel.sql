-- Whose server was tried: that of the channel, or of its fallback.
ALTER TABLE deliveries ADD COLUMN channel text NOT NULL DEFAULT '';
