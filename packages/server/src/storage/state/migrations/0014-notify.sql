-- Notifications become an outbox: `status` is waiting, sending, retry, accepted, dead, withdrawn or shown. Those of the channel `page` are shown
-- in their incident, and nothing is sent.
ALTER TABLE notifications ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE notifications ADD COLUMN not_before timestamptz NOT NULL DEFAULT 'epoch';
ALTER TABLE notifications ADD COLUMN lease_until timestamptz;
ALTER TABLE notifications ADD COLUMN attempts integer NOT NULL DEFAULT 0;
ALTER TABLE notifications ADD COLUMN failing_since timestamptz;
ALTER TABLE notifications ADD COLUMN may_have_arrived boolean NOT NULL DEFAULT false;
ALTER TABLE notifications ADD COLUMN settled_at timestamptz;
ALTER TABLE notifications ADD COLUMN why text NOT NULL DEFAULT '';
-- The message, made once before the first attempt, so that every attempt sends the same bytes.
ALTER TABLE notifications ADD COLUMN message json;
-- The notification for which this one stands in, on another channel.
ALTER TABLE notifications ADD COLUMN fallback_of text;
ALTER TABLE notifications ADD COLUMN fell_back boolean NOT NULL DEFAULT false;
UPDATE notifications SET status = 'shown' WHERE channel = 'page';
DROP INDEX notifications_waiting;
CREATE INDEX notifications_pending ON notifications (channel, position) WHERE status IN ('waiting', 'sending', 'retry');
CREATE INDEX notifications_by_position ON notifications (position);
CREATE INDEX incidents_merged_into ON incidents (((body ->> 'mergedInto')::int)) WHERE state = 'merged';

-- Every attempt to send one, and how it went.
CREATE TABLE deliveries (
  notification_key text NOT NULL REFERENCES notifications ON DELETE CASCADE,
  n integer NOT NULL,
  at timestamptz NOT NULL,
  ms integer NOT NULL,
  outcome text NOT NULL,
  answer text NOT NULL,
  PRIMARY KEY (notification_key, n)
);
CREATE INDEX deliveries_by_time ON deliveries (at);

-- One row: what tells the threads of this installation from those of another that mails the same person.
CREATE TABLE notify_threads (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  mark text NOT NULL
);
INSERT INTO notify_threads (mark) VALUES (substr(md5(random()::text || clock_timestamp()::text), 1, 8));
