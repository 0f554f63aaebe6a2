import { describe, expect, test } from 'vitest';
import { sampleSections } from '@sightglass/model';
import { ping } from './ping/ping.ts';
import { readTarget } from './target/read-target.ts';
import { sample } from './sampling/sample.ts';

/** Only against a server somebody names, by a login that may VIEW SERVER STATE; nothing is changed there. */
const url = process.env['SIGHTGLASS_TEST_MSSQL_URL'] ?? '';
const reason = url === '' ? ' (NOT RUN: set SIGHTGLASS_TEST_MSSQL_URL)' : '';

describe.skipIf(url === '')(`a real SQL Server${reason}`, () => {
  test('is well', async () => {
    const report = await ping(readTarget(url), { timeoutMs: 15_000 });
    expect(report.error).toBe(null);
    expect(report.serverVersion).toMatch(/^SQL Server \d+\./);
  });

  test('is told so when login or database are wrong', async () => {
    const { error } = await ping({ ...readTarget(url), password: 'certainly-wrong' }, { timeoutMs: 15_000 });
    expect(error).toMatchObject({ code: '18456', class: 'login' });
    const elsewhere = await ping({ ...readTarget(url), database: 'sightglass_nowhere' }, { timeoutMs: 15_000 });
    expect(elsewhere.error?.code).toMatch(/^(?:4060|18456)$/);
  });

  test('answers every question of docs/sql/sqlserver', async () => {
    const { sections, unavailable } = await sample(readTarget(url), { timeoutMs: 60_000 });
    expect(unavailable).toEqual({});
    expect(Object.keys(sections)).toEqual([...sampleSections]);
  });
});
