import { auditDdl } from '@sightglass/sdk';
import sql from 'mssql';
import { lockTimeoutMs } from '../warehouse.ts';

export interface Statement {
  readonly text: string;
  readonly values?: Readonly<
    Record<string, { readonly type: sql.ISqlType | (() => sql.ISqlType); readonly value: unknown }>
  >;
  /** Sent as it is, not as a prepared statement. */
  readonly isBatch?: true;
}

/** A setting made inside a parameterised statement ends with it; one made by a batch holds for the session. */
export const limitLockWaits: Statement = {
  text: `SET LOCK_TIMEOUT ${lockTimeoutMs}`,
  isBatch: true,
};
export const resetLockWaits: Statement = { text: 'SET LOCK_TIMEOUT -1', isBatch: true };

export const deleteDay = (day: string): Statement => ({
  text: 'DELETE FROM flights WHERE flight_date = @day',
  values: { day: { type: sql.Date, value: new Date(`${day}T00:00:00Z`) } },
});

/** Who holds a lock on `flights` that may keep us from writing. Needs VIEW SERVER STATE. */
export const findBlockers: Statement = {
  text: `
SELECT DISTINCT holder.session_id AS pid, holder.program_name AS name
FROM sys.dm_tran_locks AS held
JOIN sys.dm_exec_sessions AS holder ON holder.session_id = held.request_session_id
WHERE held.resource_type = 'OBJECT' AND held.resource_database_id = DB_ID()
  AND held.resource_associated_entity_id = OBJECT_ID('flights')
  AND held.request_status = 'GRANT' AND held.request_mode NOT IN ('IS', 'Sch-S')
  AND held.request_session_id <> @@SPID`,
};

export const lockTable: Statement = {
  text: 'SELECT COUNT(*) AS flights FROM flights WITH (TABLOCKX, HOLDLOCK)',
};

export const findSessions = (name: string): Statement => ({
  text: `
SELECT session_id AS pid FROM sys.dm_exec_sessions
WHERE program_name = @name AND database_id = DB_ID() AND original_login_name = ORIGINAL_LOGIN() AND session_id <> @@SPID`,
  values: { name: { type: sql.NVarChar(128), value: name } },
});

export const kill = (pid: number): Statement => ({ text: `KILL ${Math.trunc(pid)}`, isBatch: true });

/** Safe to run again and again, by several runs at once: the application lock makes them take turns. */
export const createTables: Statement = {
  isBatch: true,
  text: `
SET XACT_ABORT ON;
BEGIN TRANSACTION;
EXEC sp_getapplock @Resource = 'flights_schema', @LockMode = 'Exclusive';
IF OBJECT_ID('flights') IS NULL
CREATE TABLE flights (
  flight_date date not null,
  departed_at datetime2(0) not null,
  delay_minutes int not null,
  distance_miles int not null CHECK (distance_miles > 0),
  origin nvarchar(8) not null,
  destination nvarchar(8) not null,
  origin_city nvarchar(200) null,
  origin_state nvarchar(200) null,
  destination_city nvarchar(200) null,
  destination_state nvarchar(200) null,
  enriched bit not null,
  run_id nvarchar(200) not null,
  CONSTRAINT flights_once UNIQUE (departed_at, origin, destination, delay_minutes, distance_miles),
  INDEX flights_by_day (flight_date)
);
${auditDdl('sql-server')}COMMIT TRANSACTION;`,
};
