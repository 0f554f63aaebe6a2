import type { Page } from '@playwright/test';
import { startServer, type Server } from '@sightglass/server';
import { findDashboard } from '../../packages/cli/src/local-server/dashboard.ts';
import { freePort } from '../../examples/flights/src/warehouse/postgres/free-port.ts';
import { startTestProvider, testClient, type TestProvider } from '../oidc-provider.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { auditPage } from './_axe.ts';
import { expect, ownTest as test } from './_test.ts';

/** A server with a provider; the steps follow one another. */
let server: Server;
let provider: TestProvider;
const password = 'correct horse battery';

test.describe.configure({ mode: 'serial' });
test.use({ expectedErrors: /401|403|favicon/u });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const port = await freePort();
  provider = await startTestProvider([`http://127.0.0.1:${port}`], { groups: ['groups', 'roles'] });
  server = await startServer({
    port,
    grpcPort: 0,
    dataDir: temporaryFolder(),
    dashboardDir: findDashboard().folder,
    signIn: {
      enabled: true,
      oidc: {
        issuer: provider.issuer,
        clientId: testClient.id,
        clientSecret: 'env:OIDC_SECRET',
        label: 'Example Login',
        allowed: { groups: ['data', 'data-admins'] },
        roles: { 'data-admins': 'admin' },
      },
    },
    env: { OIDC_SECRET: testClient.secret },
    log: () => {},
  });
  const link = server.firstAdminPath?.split('#')[1];
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ link, name: 'root', password });
  await fetch(`${server.url}/api/v1/password`, { method: 'POST', headers, body });
});
test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

const signInWithProvider = async (page: Page): Promise<void> => {
  await page.goto(`${server.url}/runs?last=7d`);
  await expect(page).toHaveURL(/\/sign-in\?next=/u);
  await page.getByRole('link', { name: 'Sign in with Example Login' }).click();
};

test('somebody signs in with the provider, and signs out there too', async ({ page }) => {
  provider.account = { sub: 'u1', preferred_username: 'ada', groups: ['data'] };
  await page.goto(`${server.url}/sign-in`);
  expect(await auditPage(page)).toEqual([]);
  await signInWithProvider(page);
  await expect(page).toHaveURL(/\/runs\?last=7d$/u);
  await page.getByRole('link', { name: 'ada' }).click();
  await page.getByLabel(/^Dates/u).selectOption('de-DE');
  await page.getByLabel('Clock zone').selectOption('UTC');
  await page.getByLabel('Name shown').fill('Ada L.');
  await page.getByRole('button', { name: 'Keep the name' }).click();
  await expect(page.getByRole('link', { name: 'Ada L.' })).toBeVisible();
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByLabel(/^Dates/u)).toHaveValue('de-DE');
  await expect(page.getByLabel('Clock zone')).toHaveValue('UTC');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page).toHaveURL(`${server.url}/sign-in`);
  await expect(page.getByRole('link', { name: 'Sign in with Example Login' })).toBeVisible();
  await page.goto(`${server.url}/runs`);
  await expect(page).toHaveURL(/\/sign-in\?next=/u);
});

test('who is refused reads why; an admin finds the claims that came, and what to register', async ({ page }) => {
  provider.account = { sub: 'u2', preferred_username: 'eve', roles: ['hidden'] };
  await signInWithProvider(page);
  await expect(page.getByRole('alert')).toContainText('did not send the claim "groups"');
  expect(page.url()).not.toMatch(/claim|roles|hidden/u);
  expect(await auditPage(page)).toEqual([]);
  await page.getByLabel('Name').fill('root');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'root' }).click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Sign-in' }).click();
  await expect(page.getByLabel('the redirect URI', { exact: true })).toHaveText(`${server.url}/api/v1/oidc/callback`);
  const rows = page.getByRole('table', { name: 'Sign-ins with the provider, newest first' }).getByRole('row');
  await expect(rows.filter({ hasText: 'eve' })).toContainText('"roles":["***"]');
  await expect(rows.filter({ hasText: 'ada' })).toContainText('signed in as viewer, groups data');
  expect(await auditPage(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await page.goto(`${server.url}/command-line?challenge=${'a'.repeat(43)}&name=laptop`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Let "laptop" act for you?');
  await page.getByRole('button', { name: 'Let it act for me' }).click();
  await expect(page.getByLabel('the code', { exact: true })).toHaveText(/^[2-9A-Z]{5}-[2-9A-Z]{5}$/u);
  expect(await auditPage(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
