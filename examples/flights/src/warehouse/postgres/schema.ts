import { auditDdl } from '@sightglass/sdk';

/** Safe to run again and again, by several runs at once (the advisory lock makes them take turns). */
export const createTables = `
SELECT pg_advisory_xact_lock(hashtext('flights_schema'));
CREATE TABLE IF NOT EXISTS flights (
  flight_date       date      NOT NULL,
  departed_at       timestamp NOT NULL,
  delay_minutes     integer   NOT NULL,
  distance_miles    integer   NOT NULL CHECK (distance_miles > 0),
  origin            text      NOT NULL,
  destination       text      NOT NULL,
  origin_city       text,
  origin_state      text,
  destination_city  text,
  destination_state text,
  enriched          boolean   NOT NULL,
  run_id            text      NOT NULL,
  UNIQUE (departed_at, origin, destination, delay_minutes, distance_miles)
);
CREATE INDEX IF NOT EXISTS flights_by_day ON flights (flight_date);
${auditDdl('postgres')}`;

export const deleteDay = 'DELETE FROM flights WHERE flight_date = $1';

export const insertFlights = `
INSERT INTO flights
SELECT $1::date, "departedAt", "delayMinutes", "distanceMiles", origin, destination,
       "from"->>'city', "from"->>'state', "to"->>'city', "to"->>'state', enriched, $2
FROM json_to_recordset($3) AS flight(
  "departedAt" timestamp, "delayMinutes" integer, "distanceMiles" integer, origin text, destination text,
  "from" json, "to" json, enriched boolean)`;

/** Who holds a lock that keeps us from writing to `flights`. */
export const findBlockers = `
SELECT DISTINCT activity.pid, activity.application_name AS name
FROM pg_locks AS held JOIN pg_stat_activity AS activity USING (pid)
WHERE held.relation = 'flights'::regclass AND held.granted AND pid <> pg_backend_pid()
  AND held.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')`;

/** Only this user's sessions of one name, or named after any stage of a run, in this database, and not the one that asks. */
export const endSessions = `
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE (application_name = $1 OR starts_with(application_name, $2)) AND pid <> pg_backend_pid() AND usename = current_user AND datname = current_database()`;
