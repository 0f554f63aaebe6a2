import { describe, expect, test } from 'vitest';
import type { EnrichedFlight } from '../rows.ts';
import { TableLockedError, WarehouseAwayError, type DayWriter } from '../warehouse.ts';
import { sqlServerAt } from './address.ts';
import { openSession } from './session.ts';
import { sqlServerWarehouse } from './warehouse.ts';

/** Only against a server somebody names; its tables `flights…` are used and left. */
const url = process.env['SIGHTGLASS_TEST_MSSQL_URL'] ?? '';
const day = '1999-12-31';
const load = { day, runId: `test-${Date.now()}` };

const flightAt = (minute: number): EnrichedFlight => ({
  departedAt: `${day}T23:${String(minute).padStart(2, '0')}:00`,
  delayMinutes: -4,
  distanceMiles: 2176,
  origin: 'LAS',
  destination: 'PHL',
  from: undefined,
  to: undefined,
  enriched: false,
});

const select = async <Row>(text: string): Promise<readonly Row[]> => {
  await using session = await openSession(sqlServerAt(url, 'flights-test'));
  return (await session.execute({ text })) as readonly Row[];
};
const departures = async (): Promise<string[]> => {
  const rows = await select<{ at: string }>(
    `SELECT CONVERT(varchar(19), departed_at, 126) AS at FROM flights WHERE flight_date = '${day}' ORDER BY departed_at`,
  );
  return rows.map(({ at }) => at);
};

const reason = url === '' ? ' (NOT RUN: set SIGHTGLASS_TEST_MSSQL_URL)' : '';

describe.skipIf(url === '')(`a real SQL Server${reason}`, () => {
  const warehouse = url === '' ? undefined : sqlServerWarehouse(url);
  const loaded = (work: (writer: DayWriter) => Promise<void>) => warehouse?.transaction(load, work);

  test('takes a day whole, replaces it, and takes back what failed', async () => {
    await warehouse?.prepare();
    await warehouse?.prepare();
    await loaded(async (writer) => {
      await writer.clear();
      await writer.addFlights([flightAt(1), flightAt(2)]);
    });
    await loaded(async (writer) => {
      await writer.clear();
      await writer.addFlights([flightAt(3)]);
    });
    const failing = loaded(async (writer) => {
      await writer.clear();
      await writer.addFlights([flightAt(4)]);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await departures()).toEqual([`${day}T23:03:00`]);
  });

  test('locked by another session: said after a second, with its name; afterwards the same transaction goes on', async () => {
    const lock = await warehouse?.lockFlights('nightly-reindex');
    await loaded(async (writer) => {
      const refused = await writer.clear().catch((error: unknown) => error);
      await lock?.[Symbol.asyncDispose]();
      expect(refused).toBeInstanceOf(TableLockedError);
      expect(String(refused)).toContain('nightly-reindex');
      await writer.clear();
      await writer.addFlights([flightAt(5)]);
    });
    expect(await departures()).toEqual([`${day}T23:05:00`]);
  });

  test('that ends our session is away, and nothing of the transaction stays', async () => {
    const ended = loaded(async (writer) => {
      await writer.clear();
      await warehouse?.endSessions();
      await writer.addFlights([flightAt(6)]);
    });
    await expect(ended).rejects.toBeInstanceOf(WarehouseAwayError);
    expect(await departures()).toEqual([`${day}T23:05:00`]);
  });
});
