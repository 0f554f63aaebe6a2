import type { Table } from 'mssql';
import { expect, test } from 'vitest';
import { createTables, deleteDay, kill, limitLockWaits, resetLockWaits } from './statements.ts';
import { flightsBulk } from './tables.ts';

const load = { day: '2001-01-03', runId: 'r' };
const airport = { iata: 'LAS', name: 'McCarran', city: 'Las Vegas', state: 'NV', country: 'USA' };
const flight = {
  departedAt: '2001-01-03T06:15:00',
  delayMinutes: -4,
  distanceMiles: 2176,
  origin: 'LAS',
  destination: 'PHL',
  from: airport,
  to: undefined,
  enriched: false,
};

const bulk = flightsBulk(load, [flight]);

/** `name type null` of each column, as `createTables` has it. */
const declared = (): string[] => {
  const [, body = ''] = /CREATE TABLE flights \(\n([^;]*)\n\);/u.exec(createTables.text) ?? [];
  return body.split('\n').flatMap((line) => /^ {2}([a-z_]+ [a-z0-9()]+ (?:not )?null)/u.exec(line)?.[1] ?? []);
};

/** The same, as the driver would declare a table made for the bulk insert. */
const inserted = (): string[] => {
  const statement = (bulk as Table & { declare: () => string }).declare();
  const [, body = ''] = /\((.*)\)$/u.exec(statement) ?? [];
  return body.split(', ').map((column) => column.replaceAll(/[[\]]/gu, '').replaceAll(' (', '(').toLowerCase());
};

test('a bulk insert has the columns of the table, in order, with the same types', () => {
  expect(declared().length).toBeGreaterThan(4);
  expect(inserted()).toEqual(declared());
});

test('a row goes in as it is', () => {
  const times = [new Date('2001-01-03T00:00:00Z'), new Date('2001-01-03T06:15:00Z')];
  expect([...bulk.rows]).toEqual([[...times, -4, 2176, 'LAS', 'PHL', 'Las Vegas', 'NV', null, null, false, 'r']]);
});

test('settings are batches, so that they hold for the session, and are taken back', () => {
  expect([limitLockWaits, resetLockWaits]).toMatchObject([
    { text: 'SET LOCK_TIMEOUT 1000', isBatch: true },
    { text: 'SET LOCK_TIMEOUT -1', isBatch: true },
  ]);
});

test('a day is a parameter, never text; a session to end is a whole number', () => {
  expect(deleteDay('2001-01-03')).toMatchObject({
    text: 'DELETE FROM flights WHERE flight_date = @day',
    values: { day: { value: new Date('2001-01-03T00:00:00Z') } },
  });
  expect(kill(57).text).toBe('KILL 57');
});
