import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { createCliWorkspace, type CliWorkspace } from '../../packages/cli/testing/run-cli.ts';
import { startServe, type ServerProcess } from '../../packages/cli/testing/run-server.ts';
import { sendJson, startHttpApi, type HttpApi } from '../../packages/sdk/testing/http-api.ts';
import { runsOf } from '../_api.ts';
import { postManyApis, postPayments } from './_api-calls.ts';
import { auditPage } from './_axe.ts';
import { inBothThemes, takePicture } from './_pictures.ts';
import { startProgram, type Program } from './_program.ts';
import { expect, ownTest as test } from './_test.ts';

/** A server that probes two APIs, a real API that fails for a while, and programs that call it. */
let space: CliWorkspace;
let api: HttpApi;
let server: ServerProcess;
let refill: Program;

const configOf = (url: string) => `apis:
  - { name: airports, url: '${url}/health', intervalSeconds: 1, objective: 0.99 }
  - { name: rates, url: 'http://127.0.0.1:1/health', intervalSeconds: 1 }
`;

/** Requests for airports that are answered with 503. */
const isBad = (index: number): boolean => index >= 60 && index < 72;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  space = await createCliWorkspace();
  let airports = 0;
  api = await startHttpApi(({ url = '' }, response) => {
    if (!url.startsWith('/airports')) return sendJson(response, { ok: true });
    const quota = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': String(1_000 - airports) };
    sendJson(response, {}, isBad(airports) ? 503 : 200, quota);
    airports += 1;
  });
  const file = join(space.dir, 'sightglass.yaml');
  await writeFile(file, configOf(api.url));
  server = await startServe(space, { args: ['--config', file] });
  await postPayments(server.url);
  await postManyApis(server.url);
  await startProgram(server.url, space.dir, 'enrich', api.url).done;
  refill = startProgram(server.url, space.dir, 'refill', api.url);
  expect(await refill.firstLine).toBe('asking');
});

test.afterAll(async () => {
  await refill.stop('SIGKILL');
  await server.stop();
  await api[Symbol.asyncDispose]();
  await space[Symbol.asyncDispose]();
});

const apis = (page: Page) => page.getByRole('table', { name: 'Systems, those that need attention first' });
const part = (page: Page, name: string) => page.getByRole('region', { name });
const sentence = (page: Page) => page.getByRole('heading', { level: 1 });
const openApi = async (page: Page, name: string, search = '') => {
  await page.goto(`${server.url}/apis/${name}${search}`);
  await expect(page.getByText('Requests', { exact: true }).first()).toBeVisible();
};
const stockRequests = (): number => api.requests.filter(({ path }) => path === '/items').length;

test('puts the worst first, each with what it came to in a sentence', async ({ page }) => {
  await page.goto(`${server.url}/systems?kind=api`);
  await expect(apis(page).getByRole('rowheader')).toHaveText([/rates/, /airports/, /payments/, /stock/]);
  await expect(sentence(page)).toContainText('2 of 4 APIs are in trouble. The probe of rates fails: ');
  const airports = apis(page).getByRole('row', { name: /airports/ });
  await expect(airports).toContainText('Availability of airports was ');
  await expect(airports).toContainText('Below objective');
  await expect(apis(page).getByRole('row', { name: /payments/ })).toContainText(/1,206\srows/);
  await expect(page).toHaveTitle('Systems · Sightglass');
});

test('the time can be chosen and stands in the address; of hundreds of APIs only those in view exist', async ({
  page,
}) => {
  await page.goto(`${server.url}/systems?kind=api`);
  await page.getByRole('combobox', { name: 'Time' }).selectOption('Last 7 days');
  await expect(page).toHaveURL(/\/systems\?kind=api&last=7d$/);
  await expect(apis(page)).toHaveAttribute('aria-rowcount', '201');
  await page.getByRole('button', { name: 'Show more: 200 of 524 systems' }).click();
  await expect(apis(page)).toHaveAttribute('aria-rowcount', '401');
  expect(await apis(page).getByRole('row').count()).toBeLessThan(60);
  await page.getByRole('combobox', { name: 'Time' }).selectOption('Last hour');
  await expect(page).toHaveURL(/\/systems\?kind=api&last=1h$/);
  await expect(apis(page).getByRole('row', { name: /stock/ })).toContainText('stock works now');
});

const figureOf = async (cell: Locator): Promise<number> =>
  Number(((await cell.textContent()) ?? '').replaceAll(/[^\d]/gu, ''));

test('rows affected add up, and each leads to its run', async ({ page }) => {
  await openApi(page, 'airports');
  const rows = part(page, 'Rows affected by failed calls');
  const figures = rows.getByRole('table').locator('tbody td:last-child');
  const each = await Promise.all((await figures.all()).map(figureOf));
  const total = await figureOf(
    rows
      .getByRole('row', { name: /All rows affected/ })
      .getByRole('cell')
      .last(),
  );
  expect(each.reduce((sum, count) => sum + count, 0)).toBe(total);
  expect(total).toBeGreaterThan(4);
  await expect(rows).toContainText(`${total} rows loaded without lookup data`);
  await rows.getByRole('link', { name: 'flights' }).first().click();
  await expect(page).toHaveURL(/\/runs\//);
});

test('tells breaker, endpoints, failures, quota and probe', async ({ page }) => {
  await openApi(page, 'airports');
  const breaker = part(page, 'Breaker').getByRole('row');
  await expect(breaker.last()).toContainText('4 failures in a row, the last: HTTP 503');
  await expect(breaker.last()).toContainText('enrich');
  await expect(breaker.last().getByRole('link', { name: 'flights' })).toBeVisible();
  await expect(
    part(page, 'Breaker').getByRole('img', { name: /^When breakers were not closed: flights/ }),
  ).toBeVisible();
  const endpoints = part(page, 'Endpoints').getByRole('rowheader');
  await expect(endpoints).toHaveText(['GET /airports/{iata}', 'GET /countries/{code}']);
  await expect(part(page, 'Failures').getByRole('row', { name: /^5xx/ })).toContainText('not available12');
  await expect(part(page, 'Failures').getByRole('row', { name: /^Circuit open/ })).toContainText('not sent');
  await expect(part(page, 'Quota')).toContainText('of 1,000');
  await expect(part(page, 'Probe')).toContainText('100% of');
  await expect(part(page, 'Over time').getByRole('img', { name: /^Response time over time/ })).toBeVisible();
  await expect(part(page, 'Over time').getByRole('img', { name: /^Failed requests over time: 12 of/ })).toBeVisible();
});

test('measures by the configured objective, or by another that the address keeps', async ({ page }) => {
  await openApi(page, 'airports');
  const objective = part(page, 'Objective');
  await expect(objective).toContainText('Missed: the error budget is used up');
  await expect(objective.getByRole('combobox')).toHaveValue('');
  await expect(objective.getByRole('option', { name: '99%, as configured' })).toBeAttached();
  await objective.getByRole('combobox').selectOption('90%');
  await expect(page).toHaveURL(/objective=0\.9$/);
  await expect(objective).toContainText('90% allows');
  await openApi(page, 'airports', '?objective=0.5');
  await expect(objective.getByRole('combobox')).toHaveValue('0.5');
  await expect(objective).toContainText(/Met: \d+(\.\d)?% of the error budget is left\./);
  await openApi(page, 'payments');
  await expect(objective).toContainText('Choose how available it should be');
});

test('a run shows the APIs it called, and leads to them in its time', async ({ page }) => {
  const [run] = await runsOf(server.url, 'flights');
  await page.goto(`${server.url}/runs/${run?.runId}`);
  const called = part(page, 'APIs called');
  const row = called.getByRole('row', { name: /^airports/ });
  // 200 rows and one call more for each 20 of them, and further ones until the API works again.
  await expect(row).toContainText(/^airports2[1-9]\d/);
  await expect(row).toContainText(/\d+\srows? loaded without lookup data/);
  await expect(row).toContainText(/\d\stimes?/);
  await row.getByRole('link', { name: 'airports' }).click();
  await expect(page).toHaveURL(/\/apis\/airports\?from=.+&to=.+/);
  await expect(sentence(page)).toContainText('Availability of airports was ');
  await expect(page.getByRole('combobox', { name: 'Time' })).toHaveValue('range');
});

test('stopping calls from the page stops those of another process, and allowing them lets them go on', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openApi(page, 'stock');
  await page.getByRole('button', { name: 'Stop calls …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop calls to stock' });
  await expect(dialog).toContainText('Every process that declares stock with shared: true stops calling it');
  await expect(dialog).toContainText('The only pipeline that called it stops calling: refill.');
  await expect(dialog.getByRole('textbox', { name: /Reason/ })).toBeFocused();
  expect(await auditPage(page)).toEqual([]);
  await takePicture(page, 'api-stop');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Stop calls …' })).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.type('maintenance until 14:00');
  await page.keyboard.press('Enter');
  await expect(sentence(page)).toContainText('Calls to stock were stopped by hand just now: maintenance until 14:00.');
  await expect(page.getByRole('button', { name: 'Allow calls …' })).toBeFocused();
  await expect(part(page, 'Breaker').getByRole('row', { name: /Isolated.*maintenance until 14:00/ })).toContainText(
    'refill',
    { timeout: 30_000 },
  );
  const before = stockRequests();
  await expect(page.getByText('Not sent', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await expect(part(page, 'Rows affected by failed calls').getByRole('row', { name: /refill/ })).toContainText(
    'skipped',
    {
      timeout: 30_000,
    },
  );
  expect(stockRequests()).toBe(before);
  await takePicture(page, 'api-stopped');

  await page.goto(server.url);
  await page.getByRole('link', { name: /^Calls to stock were stopped by hand .+: maintenance until 14:00\.$/ }).click();
  await expect(page).toHaveURL(/\/apis\/stock$/);
  await page.getByRole('button', { name: 'Allow calls …' }).click();
  await expect(page.getByRole('dialog', { name: 'Allow calls to stock' })).toContainText(
    'Calls were stopped because of: maintenance until 14:00',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Stop calls …' })).toBeVisible();
  await expect(sentence(page)).toContainText('stock works now', { timeout: 30_000 });
  await expect.poll(stockRequests).toBeGreaterThan(before);
});

test.describe('when the server refuses', () => {
  test.use({ expectedErrors: /50[03]|404/u });

  test('the dialog says so and stays open', async ({ page }) => {
    await openApi(page, 'stock');
    await page.route('**/isolation', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'State is away', status: 503, detail: 'PostgreSQL does not answer.' }),
      }),
    );
    await page.getByRole('button', { name: 'Stop calls …' }).click();
    await page.getByRole('textbox', { name: /Reason/ }).fill('trial');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Stop calls to stock' });
    await expect(dialog.getByRole('alert')).toContainText('Stop calls to stock: that did not work');
    await expect(dialog.getByRole('alert')).toContainText('PostgreSQL does not answer.');
    await expect(dialog.getByRole('button', { name: 'Stop calls to stock' })).toBeEnabled();
  });

  test('a name nobody has called is told, with a way on', async ({ page }) => {
    await page.goto(`${server.url}/apis/nobody`);
    await expect(sentence(page)).toHaveText('nobody was not called in that time.');
    await expect(page.getByRole('link', { name: 'all APIs' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Time' }).selectOption('Last 7 days');
    await expect(page).toHaveURL(/\/apis\/nobody\?last=7d$/);
  });
});

test('j and enter open an API; g s comes back', async ({ page }) => {
  await page.goto(server.url);
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
  await page.keyboard.type('gs');
  await expect(apis(page)).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'rates', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/apis\/rates$/);
  await expect(part(page, 'Probe')).toContainText('Refused');
  await page.keyboard.type('gs');
  await expect(page).toHaveURL(/\/systems$/);
});

const shown = [
  ['systems', '/systems'],
  ['apis', '/systems?kind=api'],
  ['apis-many', '/systems?kind=api&last=7d'],
  ['api', '/apis/airports'],
  ['api-history', '/apis/payments?objective=0.995'],
  ['api-probed', '/apis/rates'],
  ['apis-none', '/systems?kind=api&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z'],
] as const;

test('is legible to everyone, in light and dark, wide, middling and narrow', async ({ page }) => {
  test.setTimeout(180_000);
  const [run] = await runsOf(server.url, 'flights');
  for (const [name, path] of [...shown, ['run-apis', `/runs/${run?.runId}`]] as const) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${server.url}${path}`);
    await expect(page.getByRole('status', { name: /^Reading/ })).toHaveCount(0);
    await expect(sentence(page)).not.toContainText('Reading');
    await inBothThemes(page, async (theme) => expect(await auditPage(page), theme).toEqual([]));
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await inBothThemes(page, (theme) => takePicture(page, `${name}-${theme}-${width}`));
    }
  }
});
