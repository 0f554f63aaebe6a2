import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingReport } from '@sightglass/model/rest';
import {
  startPostgresServer,
  type PostgresServer,
} from '../../../../examples/flights/src/warehouse/postgres/server.ts';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';

let postgres: PostgresServer;
let workspace: CliWorkspace;
beforeAll(async () => {
  [postgres, workspace] = await Promise.all([startPostgresServer(), createCliWorkspace()]);
});
afterAll(async () => {
  await workspace[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
});

test('a healthy database: exit 0, and JSON of the API', async () => {
  const { code, stdout, stderr } = await workspace.run(['ping', postgres.url, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(pingReport.parse(JSON.parse(stdout.toString()))).toMatchObject({ ok: true, system: 'postgresql' });
});

test('for people, out of a variable, and without the password', async () => {
  const env = { WAREHOUSE_URL: postgres.url };
  const { code, stdout } = await workspace.runHere(['ping', 'env:WAREHOUSE_URL', '--timeout', '10s'], { env });
  expect(code).toBe(0);
  expect(stdout.toString()).toMatch(/is healthy .*PostgreSQL 18[\s\S]*✓ login/);
  expect(stdout.toString()).not.toContain(new URL(postgres.url).password);
});

test('a password out of a variable may hold any character', async () => {
  const url = new URL(postgres.url);
  const env = { WAREHOUSE_PASSWORD: decodeURIComponent(url.password) };
  const given = postgres.url.replace(`:${url.password}@`, ':${WAREHOUSE_PASSWORD}@');
  expect((await workspace.runHere(['ping', given, '--timeout', '10s'], { env })).code).toBe(0);
});

test('one that is unhealthy: exit 1, the number, and what to do next', async () => {
  const url = new URL(postgres.url);
  url.pathname = '/nowhere';
  const { code, stdout } = await workspace.runHere(['ping', url.href]);
  expect(code).toBe(1);
  expect(stdout.toString()).toMatch(/is unhealthy[\s\S]*✕ login[\s\S]* \[3D000\]\nNext: No such database/);
});

test('a name that DNS does not know is told as that, without a warning about encryption', async () => {
  const { code, stdout } = await workspace.runHere(['ping', 'postgres://u@nohost.invalid/d']);
  expect(code).toBe(1);
  expect(stdout.toString()).toMatch(/✕ DNS lookup[\s\S]*DNS does not know nohost\.invalid \[E\w+\]\nNext: /);
  expect(stdout.toString()).not.toContain('encrypted');
});

test.each([
  [['ping', 'http://u:hush-hush@h/'], /not a database URL/],
  [['ping', 'postgres://u:hush-hush@h:x/d'], /cannot be read/],
  [['ping', 'postgres://u:${NOT_SET_ANYWHERE}@h/d'], /NOT_SET_ANYWHERE is not set/],
  [['ping', 'postgres://u:hush-hush@h/d', '--timeout', '0'], /from 50ms/],
  [['ping', 'env:NOT_SET_ANYWHERE'], /NOT_SET_ANYWHERE is not set/],
  [['ping', 'postgres://u:hush-hush@h/d', '--timeout', 'soon'], /such as 3s or 500ms/],
  [['ping', 'env:postgres://u:hush-hush@h/d'], /env: and the name of a variable/],
  [['ping', 'postgres://u:hush-hush@h/d', 'postgres://u:hush-hush@i/d'], /too many arguments/],
  [['postgres://u:hush-hush@h/d'], /unknown command/],
  [['ping'], /missing required argument/],
])('%j could not be checked: exit 2', async (args, message) => {
  const { code, stderr } = await workspace.runHere(args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('hush-hush');
});
