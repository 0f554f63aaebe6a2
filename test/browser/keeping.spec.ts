import { startServer, type Server } from '@sightglass/server';
import { findDashboard } from '../../packages/cli/src/local-server/dashboard.ts';
import { logsRequest, text } from '../../packages/server/src/wire/_sample.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { auditPage } from './_axe.ts';
import { expect, ownTest as test } from './_test.ts';

/** A server that redacts; the pages on what is kept and what is taken out. */
let server: Server;
test.describe.configure({ mode: 'serial' });
test.use({ expectedErrors: /400/u });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startServer({
    port: 0,
    grpcPort: 0,
    dataDir: temporaryFolder(),
    dashboardDir: findDashboard().folder,
    privacy: { preset: 'standard', fields: [{ keys: ['customer.*'], action: 'hash' }] },
    log: () => {},
  });
  const body = logsRequest([
    { timeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`, body: text('mail to anna@example.com sent') },
  ]);
  const headers = { 'content-type': 'application/x-protobuf' };
  expect((await fetch(`${server.url}/v1/logs`, { method: 'POST', headers, body: Buffer.from(body) })).status).toBe(200);
});
test.afterAll(() => server[Symbol.asyncDispose]());

test('Privacy has the rules with what they found, and tries lines without storing them', async ({ page }) => {
  await expect
    .poll(async () => (await (await fetch(`${server.url}/api/v1/logs?q=mail`)).text()).includes('[redacted:mail]'), {
      timeout: 30_000,
    })
    .toBe(true);
  await page.goto(`${server.url}/settings?part=privacy`);
  const rules = page.getByRole('table', { name: 'Rules of the policy, and what they found' });
  await expect(rules.getByRole('row', { name: /^mail/u }).getByRole('cell').nth(3)).toHaveText('1');
  await expect(page.getByText('Values under customer.* are replaced by a keyed hash.')).toBeVisible();
  await page.getByLabel('Lines').fill('card 4111 1111 1111 1111 of <b>anna@example.com</b>\nnothing here');
  await page.getByRole('button', { name: 'Redact' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '[redacted:card] of <b>[redacted:mail]</b>' })).toHaveCount(
    1,
  );
  await expect(page.getByRole('listitem').filter({ hasText: /^nothing here\s*$/u })).toHaveCount(1);
  await expect(rules.getByRole('row', { name: /^mail/u }).getByRole('cell').nth(3)).toHaveText('1');
  expect(await auditPage(page)).toEqual([]);
});

test('Retention has what is kept, an inventory of all of it, and puts telemetry on hold', async ({ page }) => {
  await page.goto(`${server.url}/settings?part=retention`);
  const kinds = page.getByRole('table', { name: 'What is kept, by kind' });
  await expect(kinds.getByRole('row', { name: /^logs/u })).toContainText('30 days');
  await expect(kinds.getByRole('row', { name: /^access log/u })).toContainText('for ever');
  const inventory = page.getByRole('table', { name: 'What is kept, of whom, for how long, and who may see it' });
  expect(await inventory.getByRole('row').count()).toBeGreaterThan(5);
  await expect(page.getByText('Nothing is on hold.')).toBeVisible();

  await page.getByLabel('Why').fill('case 17');
  await page.getByRole('textbox', { name: 'Pipeline' }).fill('orders');
  await page.getByLabel('Records from').fill('2026-01-01');
  await page.getByLabel(/^to\b/u).fill('2025-01-01');
  await page.getByRole('button', { name: 'Put on hold' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel(/^to\b/u).fill('');
  await page.getByRole('button', { name: 'Put on hold' }).click();
  const held = page.getByRole('table', { name: 'Legal holds that stand' }).getByRole('row', { name: /case 17/u });
  await expect(held).toContainText('orders');
  await expect(held).toContainText('no end');
  expect(await auditPage(page)).toEqual([]);
  await held.getByRole('button', { name: 'Release' }).click();
  await expect(page.getByText('Nothing is on hold.')).toBeVisible();
});

test('both fit a telephone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const part of ['privacy', 'retention']) {
    await page.goto(`${server.url}/settings?part=${part}`);
    await expect(page.getByRole('table').first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});
