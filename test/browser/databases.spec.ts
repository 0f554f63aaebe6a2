import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { startPostgresServer, type PostgresServer } from '../../examples/flights/src/warehouse/postgres/server.ts';
import { createCliWorkspace, type CliWorkspace } from '../../packages/cli/testing/run-cli.ts';
import { startServe, type ServerProcess } from '../../packages/cli/testing/run-server.ts';
import { auditPage } from './_axe.ts';
import { inBothThemes, takePicture } from './_pictures.ts';
import { startProgram, type Program } from './_program.ts';
import { expect, ownTest as test } from './_test.ts';

/** A server that watches a database of our own, and one that nobody listens for. */
let space: CliWorkspace;
let postgres: PostgresServer;
let server: ServerProcess;
let nightly: Program;
let report: pg.Client;

/** `slow`: a busy machine must not make it degraded. */
const config = `dependencies:
  - { name: warehouse, url: env:WAREHOUSE_URL, interval: 1s, slow: 20s, sample: 10s }
  - { name: crm, url: 'mssql://reader@127.0.0.1:1/crm', interval: 1s }
`;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  space = await createCliWorkspace();
  postgres = await startPostgresServer();
  await prepare();
  const file = join(space.dir, 'sightglass.yaml');
  await writeFile(file, config);
  server = await startServe(space, { args: ['--config', file], env: { WAREHOUSE_URL: postgres.url } });
  nightly = startProgram(server.url, space.dir, 'nightly', postgres.url);
  expect(await nightly.firstLine).toBe('locked');
  report.query('SELECT count(*) FROM orders').catch(() => undefined);
});

test.afterAll(async () => {
  await nightly.stop('SIGKILL');
  await server.stop();
  await postgres[Symbol.asyncDispose]();
  await space[Symbol.asyncDispose]();
});

const prepare = async (): Promise<void> => {
  report = new pg.Client({ connectionString: postgres.url, application_name: 'morning report' });
  report.on('error', () => undefined);
  await report.connect();
  await report.query('CREATE TABLE orders AS SELECT id, repeat($1, 40) AS note FROM generate_series(1, 5000) AS id', [
    'x',
  ]);
  await report.query('ANALYZE orders');
};

const runs = (page: Page) => page.getByRole('table', { name: 'Runs' });
const blocking = (page: Page) => page.getByRole('region', { name: 'Blocking' });

test('names what is down first, with the step that failed and what to do', async ({ page }) => {
  await page.goto(`${server.url}/systems?kind=database`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('crm has been down since');
  const row = page.getByRole('row', { name: /crm/ });
  await expect(row).toContainText('Down');
  await expect(row).toContainText('SQL Server · 127.0.0.1:1/crm');
  await expect(row).toContainText('the TCP connection failed');
  await expect(page.getByRole('row', { name: /warehouse/ })).toContainText('Up');
});

test('databases, APIs, file stores and hosts are one list, which is narrowed, sorted and written to a file', async ({
  page,
}) => {
  await page.goto(`${server.url}/systems`);
  const table = page.getByRole('table', { name: 'Systems, those that need attention first' });
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    '1 of 3 systems is in trouble. crm has been down',
  );
  await expect(table.getByRole('rowheader').first()).toContainText('crm');
  const host = table.getByRole('row', { name: /host Sends/ });
  await expect(host).toContainText('nightly');
  await expect(host).toContainText('1 run');
  await page.getByRole('searchbox', { name: 'Find a system' }).fill('postgres ware');
  await expect(page).toHaveURL(/find=postgres/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The only matching system answers.');
  await page.goto(`${server.url}/systems`);
  await expect(page.getByRole('link', { name: 'CSV' })).toHaveAttribute('href', /system-export\?.*format=csv/);
  await page.getByRole('columnheader', { name: 'System' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole('columnheader', { name: 'System' })).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('button', { name: 'Hosts 1' }).click();
  await page.getByRole('row', { name: /Sends/ }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/runs\?system=host/);
  await expect(runs(page).getByRole('row', { name: /nightly/ })).toBeVisible();
  await page.getByRole('button', { name: /No longer only runs of/ }).click();
  await expect(page).toHaveURL(/\/runs$/);
});

test('a blocker leads to the run it works for', async ({ page }) => {
  await page.goto(`${server.url}/systems?kind=database`);
  await page.getByRole('link', { name: 'warehouse', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('warehouse');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('but 1 session waits for a lock.', {
    timeout: 30_000,
  });
  await expect(blocking(page)).toContainText('1 session waits for 1');
  const [holder, waiter] = [blocking(page).getByRole('row').nth(1), blocking(page).getByRole('row').nth(2)];
  await expect(holder).toContainText('idle in transaction');
  await expect(waiter).toContainText('morning report');
  await expect(waiter).toContainText('SELECT count(*) FROM orders');
  await expect(page.getByRole('region', { name: 'Tables' })).toContainText('public.orders');
  await holder.getByRole('link', { name: 'run of nightly' }).click();
  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('running');
});

test('is legible to everyone, in light and dark, wide and narrow', async ({ page }) => {
  for (const [name, path] of [
    ['systems', '/systems'],
    ['databases', '/systems?kind=database'],
    ['database', '/databases/warehouse'],
    ['database-down', '/databases/crm'],
  ] as const) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${server.url}${path}`);
    if (name === 'database') await expect(blocking(page).getByRole('row')).toHaveCount(3, { timeout: 30_000 });
    else await expect(page.getByRole('table').first()).toBeVisible();
    await inBothThemes(page, async (theme) => {
      expect(await auditPage(page), theme).toEqual([]);
      await takePicture(page, `${name}-${theme}-1440`);
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await inBothThemes(page, (theme) => takePicture(page, `${name}-${theme}-390`));
  }
});

test('tells what observed programs ran there, and how full their pools were', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${server.url}/databases/warehouse`);
  const statements = page.getByRole('region', { name: 'Statements' });
  const lock = statements.getByRole('row', { name: /LOCK TABLE orders/ });
  await expect(lock).toContainText('nightly', { timeout: 75_000 });
  await expect(page.getByRole('region', { name: 'Pools' }).getByRole('row').nth(1)).toContainText('100%', {
    timeout: 75_000,
  });
});

test('a step of a chart leads to the runs that went on then, by pointer, keys and table', async ({ page }) => {
  await page.goto(`${server.url}/databases/warehouse?last=15m`);
  const history = page.getByRole('region', { name: 'Over time' });
  const chart = history.getByRole('slider', { name: 'Time of checks: choose a time' });
  await expect(history.getByRole('img', { name: /^Connections over time/ })).toBeVisible();
  await expect(history.getByRole('row', { name: /Sessions blocked: 1 session/ }).first()).toContainText('nightly');
  const runsThen = async () => {
    await expect(page).toHaveURL(/\/runs\?system=database%3Awarehouse&from=.+&to=.+/);
    await expect(runs(page).getByRole('row', { name: /nightly/ })).toBeVisible();
    await page.goBack();
  };
  const box = await chart.boundingBox();
  await chart.click({ position: { x: (box?.width ?? 2) - 2, y: 40 } });
  await runsThen();
  await chart.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await runsThen();
  await history.getByText('In figures').first().click();
  await history.getByRole('table', { name: 'Time of checks over time' }).getByRole('link').last().click();
  await runsThen();
});

test('j, k and enter open a database; g s comes back', async ({ page }) => {
  await page.goto(`${server.url}/systems?kind=database`);
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'crm', exact: true })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'crm', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/databases\/crm$/);
  await expect(page.getByText('Session and lock sampling is off for this database.')).toBeVisible();
  await page.keyboard.type('gs');
  await expect(page).toHaveURL(/\/systems$/);
});

test('a database that is killed goes down on the page and comes back, by itself', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${server.url}/databases/warehouse`);
  const sentence = page.getByRole('heading', { level: 1 });
  await expect(sentence).toContainText('warehouse');
  await postgres.crash();
  await expect(sentence).toContainText('warehouse has been down since', { timeout: 30_000 });
  const failure = page.getByRole('region', { name: 'What failed' });
  await expect(failure).toContainText('TCP connect failed: ECONNREFUSED, refused');
  await expect(page.getByRole('region', { name: 'Failures' })).toContainText('ECONNREFUSED');
  await postgres.restart();
  await expect(sentence).toContainText('warehouse is healthy', { timeout: 30_000 });
  await expect(failure).toHaveCount(0);
});
