import type { Page } from '@playwright/test';
import { startServer, type Server } from '@sightglass/server';
import { findDashboard } from '../../packages/cli/src/local-server/dashboard.ts';
import { logsRequest, text } from '../../packages/server/src/wire/_sample.ts';
import { hostileTelemetry, pagesWith } from './_hostile.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { auditPage } from './_axe.ts';
import { expect, ownTest as test } from './_test.ts';

/** A server under a path, on which people sign in; the steps follow one another. */
let server: Server;
const password = 'correct horse battery';
const base = (): string => `${server.url}/sightglass`;
let link = '';

test.describe.configure({ mode: 'serial' });
test.use({ expectedErrors: /401|403|404/u });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startServer({
    port: 0,
    grpcPort: 0,
    dataDir: temporaryFolder(),
    dashboardDir: findDashboard().folder,
    basePath: '/sightglass',
    signIn: { enabled: true },
    log: () => {},
  });
});
test.afterAll(() => server[Symbol.asyncDispose]());

const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

const signIn = async (page: Page): Promise<void> => {
  await page.getByLabel('Name').fill('root');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

const attribute = (key: string, value: string) => ({ key, value: text(value) });
const event = (name: string, runId: string, values: Readonly<Record<string, string>> = {}) => ({
  timeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`,
  eventName: name,
  body: text(hostile),
  attributes: Object.entries({ 'pipeline.name': hostile, 'pipeline.run.id': runId, ...values }).map(([key, value]) =>
    attribute(key, value),
  ),
});

test('under a path the first admin signs in, and shares a run', async ({ page }) => {
  await page.goto(`${server.url}${server.firstAdminPath}`);
  await page.getByLabel('Name').fill('root');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page).toHaveURL(/\/sightglass\/sign-in$/u);
  await page.getByLabel('Name').fill('root');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${base()}/`);
  await page.getByRole('link', { name: 'root' }).click();
  await expect(page).toHaveURL(`${base()}/settings`);

  const { csrf } = (await (await page.request.get(`${base()}/api/v1/me`)).json()) as { csrf: string };
  const post = (path: string, data: object | Buffer, type: string) =>
    page.request.post(`${base()}${path}`, { data, headers: { 'content-type': type, 'x-sightglass-csrf': csrf } });
  const records = [
    event('pipeline.run.started', 'shared'),
    event('log', 'shared'),
    event('pipeline.run.finished', 'shared', { 'pipeline.run.state': 'succeeded' }),
  ];
  for (const [signal, body] of [['logs', logsRequest(records)], ...hostileTelemetry(hostile)] as const)
    expect((await post(`/v1/${signal}`, Buffer.from(body), 'application/x-protobuf')).status()).toBe(200);
  const run = `/pipelines/default/${encodeURIComponent(hostile)}/runs/shared`;
  await expect
    .poll(async () => (await page.request.get(`${base()}/api/v1${run}`)).status(), { timeout: 30_000 })
    .toBe(200);

  await page.goto(`${base()}${run}`);
  await page.getByText('Share this run').click();
  await page.getByRole('button', { name: 'Create the link' }).click();
  link = (await page.getByLabel('the link to this run').first().textContent()) ?? '';
  expect(link).toMatch(/\/sightglass\/shared#sg_share_/u);
  expect(await auditPage(page)).toEqual([]);
});

test('whoever has the link sees the run, no script of it runs, and nothing else is shown', async ({ page }) => {
  await page.goto(link);
  await expect(page.getByText('You see one run, by a link')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('onerror=').first()).toBeVisible();
  expect(await page.title()).toContain('onerror');
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  await expect(page.getByText('root')).toHaveCount(0);
  expect(await auditPage(page)).toEqual([]);
  await page.goto(`${base()}/runs`);
  await expect(page).toHaveURL(/\/sightglass\/sign-in\?next=/u);
});

test('every page shows names, errors and what was searched for as text, and runs none of it', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto(`${base()}/sign-in?next=%2Fsightglass%2Fsettings%3Fpart%3Daccess-log`);
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'Access log' }).first()).toBeVisible();
  for (const { path, shows } of pagesWith(hostile)) {
    await page.goto(`${base()}${path}`);
    await expect(page.getByRole('heading', { level: 1 }).first(), path).toBeAttached();
    if (shows) await expect(page.getByText('onerror=').first(), path).toBeAttached();
    expect([path, await page.locator('img[src="x"], svg[onload], script:text("document.title")').count()]).toEqual([
      path,
      0,
    ]);
    expect([path, /^[1-9]$/u.test(await page.title())]).toEqual([path, false]);
  }
  await page.goto(`${base()}/sign-in?next=${encodeURIComponent('javascript:document.title=3')}`);
  await expect(page).not.toHaveURL(/javascript:.*document/u);
});

test('a revoked link shows nothing', async ({ page, browser }) => {
  await page.goto(`${base()}/sign-in?next=%2Fsightglass%2Fsettings%3Fpart%3Dtokens`);
  await signIn(page);
  await page.getByRole('button', { name: 'Revoke the link to run shared' }).click();
  await expect(page.getByText('No run is shared.')).toBeVisible();
  await page.goto(`${base()}/settings?part=ingest`);
  await expect(page.getByRole('heading', { name: 'Who sends' })).toBeVisible();
  expect(await auditPage(page)).toEqual([]);
  await using context = await browser.newContext();
  const visitor = await context.newPage();
  await visitor.goto(link);
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('This link does not work any more.');
});
