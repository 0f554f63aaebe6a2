import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PingReport } from '@sightglass/model/rest';
import {
  startPostgresServer,
  type PostgresServer,
} from '../../../../examples/flights/src/warehouse/postgres/server.ts';
import { listening } from '../../../../test/listening.ts';
import type { Script } from '../../../../test/tds-server/script.ts';
import { startTdsServer } from '../../../../test/tds-server/server.ts';
import { ping } from './ping.ts';
import { readTarget } from '../target/read-target.ts';
import { sample } from '../sampling/sample.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgresServer();
});
afterAll(() => postgres[Symbol.asyncDispose]());

const pinged = (url: string, timeoutMs = 5_000): Promise<PingReport> => ping(readTarget(url), { timeoutMs });
const answers = ({ addresses }: PingReport) => addresses.map(({ error, role }) => error?.class ?? role ?? 'well');
/** The URL of the server with `before` listed in front of its own address. */
const listed = (before: string, query = ''): string => postgres.url.replace('@', `@${before},`) + query;

test('the second address answers: well, by which one, and how the first failed', async () => {
  const report = await pinged(listed('127.0.0.1:1'));
  expect(report).toMatchObject({ ok: true, host: '127.0.0.1', port: Number(new URL(postgres.url).port), error: null });
  expect(answers(report)).toEqual(['refused', 'primary']);
  expect(report.warnings).toEqual([expect.stringMatching(/^127\.0\.0\.1:1 would not do: refused at tcp/)]);
});

test('an address that hangs takes nothing from the others, and its whole deadline', async () => {
  await using silent = await listening(() => undefined);
  const report = await pinged(listed(`127.0.0.1:${silent.port}`), 2_000);
  expect(report.ok).toBe(true);
  expect(answers(report)).toEqual(['timeout', 'primary']);
  expect(report.addresses[0]?.error?.message).toBe('no answer within 2000 ms');
});

test('no address answers: the failure nearest to well is told', async () => {
  const report = await pinged(listed('127.0.0.1:1').replace(/:[^:@]*@/, ':wrong@'));
  expect(report).toMatchObject({ ok: false, error: { code: '28P01', step: 'login' } });
  expect(answers(report)).toEqual(['refused', 'login']);
});

test('one that answers in another role will not do', async () => {
  expect((await pinged(`${postgres.url}?target_session_attrs=primary`)).ok).toBe(true);
  const { error } = await pinged(`${postgres.url}?target_session_attrs=standby`);
  expect(error).toMatchObject({
    step: 'read',
    class: 'unavailable',
    message: 'it is primary; the URL requires standby',
  });
});

test('the look inside goes to the address that answers', async () => {
  const { sections } = await sample(readTarget(listed('127.0.0.1:1')), { timeoutMs: 20_000 });
  expect(sections.database?.length).toBe(1);
});

const replica = (updateability: string): Script => ({
  reply: () => ({
    columns: ['name', 'state', 'version', 'updateability'],
    rows: [['flights', 'ONLINE', '16.0', updateability]],
  }),
});

test('SQL Server: a mirror refuses, the partner answers; a readable secondary will not do for who writes', async () => {
  const mirror = { number: 954, severity: 14, message: 'The database cannot be opened. It is acting as a mirror.' };
  await using first = await startTdsServer({ login: { error: mirror } });
  await using second = await startTdsServer(replica('READ_WRITE'));
  const url = `mssql://loader:hush@127.0.0.1:${first.port}/flights?encrypt=false&applicationIntent=ReadWrite`;
  const report = await pinged(`${url}&failoverPartner=127.0.0.1:${second.port}`);
  expect(answers(report)).toEqual(['unavailable', 'primary']);
  expect(report).toMatchObject({ ok: true, port: second.port, role: 'primary' });
  second.script = replica('READ_ONLY');
  first.script = replica('READ_ONLY');
  expect((await pinged(url)).error).toMatchObject({ class: 'read-only', retryable: true });
});
