import { events } from '@sightglass/model';
import type { Page } from '@playwright/test';
import { createCliWorkspace, type CliWorkspace } from '../../packages/cli/testing/run-cli.ts';
import { startServe, type ServerProcess } from '../../packages/cli/testing/run-server.ts';
import { eventRecord } from './_events.ts';
import { mostRowsWhileScrolling } from './_frames.ts';
import { postLogs } from './_otlp.ts';
import { postShop } from './_shop.ts';
import { startProgram } from './_program.ts';
import { expect, ownTest as test } from './_test.ts';

/** An installation of its own: nothing has run yet, and its server may stop. */
let space: CliWorkspace;
let server: ServerProcess;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  space = await createCliWorkspace();
  server = await startServe(space);
});

test.afterAll(async () => {
  await server.stop();
  await space[Symbol.asyncDispose]();
});

test.describe('an empty installation', () => {
  test('says how to send the first run, ready to copy', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(server.url);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No pipeline has run yet.');
    await expect(page.getByRole('listitem').getByRole('heading')).toHaveText([
      'See the example pipeline run',
      'Watch any program, unchanged',
      'Count rows from TypeScript',
      'Send OpenTelemetry',
    ]);
    await expect(page.getByText(`OTEL_EXPORTER_OTLP_ENDPOINT=${server.url}`)).toBeVisible();
    const copy = page.getByRole('button', { name: 'Copy: Watch a program' });
    await copy.click();
    await expect(copy).toHaveText('Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`npx sightglass exec --url ${server.url} --pipeline my-etl -- python etl.py`);
  });

  test('says who is sending while no pipeline has run', async ({ page }) => {
    await postShop(server.url);
    await page.goto(server.url);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No pipeline has run yet.');
    const sending = page.getByRole('region', { name: 'Services that send' });
    await expect(sending).toContainText('web-shop is sending: 1 span, 1 metric.', { timeout: 30_000 });
    await sending.getByRole('link', { name: 'Services' }).click();
    await expect(page.getByRole('row', { name: /web-shop/ })).toBeVisible();
  });

  test('says why there are no logs', async ({ page }) => {
    await page.goto(`${server.url}/logs`);
    await expect(page.getByText('No record matches.')).toBeVisible();
    await expect(page.getByText('Nothing was logged in this time.')).toBeVisible();
  });

  test('says why there are no datasets and no checks, and how to make one', async ({ page }) => {
    await page.goto(`${server.url}/data`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No run has reported a dataset in this time.');
    await page.getByRole('link', { name: 'Contracts' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'No file has been checked against a contract yet.',
    );
    await expect(page.getByText("await stage.check('orders.csv', contract")).toBeVisible();
    await expect(page.getByText('sightglass contract infer orders.csv')).toBeVisible();
  });

  test('shows the guide for a kind of system where that kind is chosen', async ({ page }) => {
    await page.goto(`${server.url}/systems?last=7d`);
    await expect(page.getByRole('link', { name: 'How to watch an API' })).toBeVisible();
    await expect(page.getByText('sightglass ping env:WAREHOUSE_URL')).toBeHidden();
    await page.getByRole('link', { name: 'How to watch a database' }).click();
    await expect(page).toHaveURL(/\/systems\?last=7d&kind=database$/);
    await expect(page.getByText('sightglass ping env:WAREHOUSE_URL')).toBeVisible();
  });

  test('fills by itself with the first run', async ({ page }) => {
    await page.goto(server.url);
    await expect(page.getByText('No pipeline has run yet.')).toBeVisible();
    await startProgram(server.url, space.dir, 'stock').done;
    await expect(page.getByRole('heading', { level: 1 })).toContainText('324 rows are missing');
    await expect(page.getByRole('link', { name: 'stock', exact: true })).toBeVisible();
  });
});

test('runs that start while the list is pointed at wait to be shown', async ({ page }) => {
  await page.goto(`${server.url}/runs`);
  const rows = page.getByRole('table', { name: 'Runs' }).getByRole('rowheader');
  await expect(rows).toHaveText([/stock/]);
  await rows.first().hover();
  await startProgram(server.url, space.dir, 'stock').done;
  const waiting = page.getByRole('button', { name: '1 new run: show' });
  await expect(waiting).toBeVisible();
  await expect(rows).toHaveCount(1);
  await waiting.click();
  await expect(rows).toHaveCount(2);
});

test.describe('a thousand pipelines', () => {
  const finished = (index: number, runState: 'succeeded' | 'failed') => {
    const pipelineName = `load-${String(index).padStart(3, '0')}`;
    const own = { pipelineName, pipelineNamespace: 'many', runId: `${pipelineName} ${runState}`, runState };
    return eventRecord(events.runFinished.name, Date.now(), own);
  };
  const list = (page: Page) => page.getByRole('region', { name: 'Pipelines, those that need attention first' });
  const namesIn = (page: Page, count: number) =>
    list(page)
      .getByRole('rowheader')
      .getByRole('link')
      .evaluateAll((links, most) => links.slice(0, most).map((link) => link.textContent), count);

  test('scroll in a page of bounded height, of which only what is in view is drawn', async ({ page }) => {
    await postLogs(
      server.url,
      'many',
      Array.from({ length: 1_000 }, (_, index) => finished(index, 'succeeded')),
    );
    await page.goto(server.url);
    await expect(page.getByPlaceholder('Filter 1,001 pipelines')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(2_000);
    expect(await mostRowsWhileScrolling(list(page), 60, 200)).toBeLessThan(60);
    expect(await list(page).getByRole('row').count()).toBeGreaterThan(5);
    expect((await namesIn(page, 1))[0]).not.toBe('stock');
  });

  test('keep their places under the pointer, and only what has changed is read again', async ({ page }) => {
    await page.goto(server.url);
    await page.getByRole('link', { name: 'load-003', exact: true }).hover();
    const before = ['stock', 'load-000', 'load-001', 'load-002', 'load-003'];
    expect(await namesIn(page, 5)).toEqual(before);
    // One that came for something else, and holds nothing, may be under way.
    const part = page.waitForResponse(
      async (response) =>
        response.url().includes('since=') && ((await response.json()) as { items: unknown[] }).items.length > 0,
    );
    await postLogs(server.url, 'many', [finished(900, 'failed')]);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('load-900 failed');
    const { items, isPart } = (await (await part).json()) as { items: { name: string }[]; isPart: boolean };
    expect([isPart, items.map(({ name }) => name)]).toEqual([true, ['load-900']]);
    expect(await namesIn(page, 5)).toEqual(before);
    await page.mouse.move(0, 0);
    await expect(page.getByRole('rowheader').first()).toContainText('load-900');
  });
});

test.describe('a server that stops', () => {
  test.use({ expectedErrors: /ERR_|Failed to load resource|The server cannot be reached/u });

  test('leaves the last figures standing, says so calmly, and is back by itself', async ({ page }) => {
    test.setTimeout(60_000);
    await page.clock.install();
    await page.goto(server.url);
    await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
    await expect(page.getByRole('link', { name: 'stock', exact: true })).toBeVisible();
    const { port } = new URL(server.url);
    await server.stop();
    await expect(page.getByRole('status').filter({ hasText: 'Not live: reconnecting' })).toBeVisible();
    const known = page.getByRole('status').filter({ hasText: /This page shows what was known at \d\d:\d\d/ });
    await expect(known).toBeVisible();
    const ago = await page.getByRole('row', { name: /stock/ }).getByRole('time').innerText();
    await page.clock.fastForward('05:00');
    await expect(page.getByRole('row', { name: /stock/ }).getByRole('time')).toHaveText(ago);
    await expect(page.getByRole('link', { name: 'stock', exact: true })).toBeVisible();

    await page.getByRole('link', { name: 'stock', exact: true }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'The page could not be read' });
    await expect(alert).toContainText('Sightglass is not answering');
    await expect(alert).toContainText('this page tries again by itself');
    await expect(alert.getByRole('button', { name: 'Try again' })).toBeVisible();

    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Data' }).click();
    await expect(alert).toContainText('Sightglass is not answering');
    await page.goBack();

    server = await restart(port);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('324 rows are missing', {
      timeout: 20_000,
    });
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible({ timeout: 20_000 });
    await expect(known).toHaveCount(0);
  });
});

/** The same installation at the same address. */
const restart = async (port: string): Promise<ServerProcess> => {
  const args = ['serve', '--port', port, '--grpc-port', '0', '--data', `${space.dir}/data`, '--json'];
  const process = space.start(args);
  await process.printed('"url"');
  return { ...server, process, stop: () => stopped(process.child) };
};

const stopped = async (child: ServerProcess['process']['child']): Promise<void> => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await ended;
};
