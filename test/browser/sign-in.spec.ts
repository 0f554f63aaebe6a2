import type { Page } from '@playwright/test';
import { startServer, type Server } from '@sightglass/server';
import { findDashboard } from '../../packages/cli/src/local-server/dashboard.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { auditPage } from './_axe.ts';
import { expect, ownTest as test } from './_test.ts';

/** A server on which people sign in; the steps follow one another. */
let server: Server;
const password = 'correct horse battery';

test.describe.configure({ mode: 'serial' });
test.use({ expectedErrors: /401|403|422|429/u });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startServer({
    port: 0,
    grpcPort: 0,
    dataDir: temporaryFolder(),
    dashboardDir: findDashboard().folder,
    signIn: { enabled: true },
    log: () => {},
  });
});
test.afterAll(() => server[Symbol.asyncDispose]());

const attempt = async (page: Page, name: string, secret = password): Promise<void> => {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

/** Signs in, and waits until the page behind it shows. */
const signIn = async (page: Page, name: string, secret = password): Promise<void> => {
  await attempt(page, name, secret);
  await expect(page).not.toHaveURL(/\/sign-in/u);
};

test('the first admin comes by a link, and signs in', async ({ page }) => {
  await page.goto(`${server.url}/runs?last=7d`);
  await expect(page).toHaveURL(/\/sign-in\?next=/u);
  await expect(page.getByText('Nobody can sign in yet.')).toBeVisible();
  expect(await auditPage(page)).toEqual([]);

  await page.goto(`${server.url}${server.firstAdminPath}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/You are the first admin/u);
  expect(await auditPage(page)).toEqual([]);
  await page.getByLabel('Name').fill('root');
  await page.getByLabel('Password').fill('1234567890');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('alert')).toContainText('one of the most common');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Set the password' }).click();

  await expect(page).toHaveURL(/\/sign-in$/u);
  await attempt(page, 'root', 'something else');
  await expect(page.getByRole('alert')).toHaveText('The name or the password is wrong.');
  await signIn(page, 'root');
  await expect(page.getByRole('link', { name: 'root' })).toBeVisible();
});

test('an admin creates a person, who sees what a viewer may, and is signed out when that ends', async ({
  page,
  browser,
}) => {
  await page.goto(`${server.url}/sign-in?next=%2Fsettings%3Fpart%3Dpeople`);
  await signIn(page, 'root');
  await page.getByLabel('Name').fill('ada');
  await page.getByRole('button', { name: 'Create the person' }).click();
  const link = (await page.getByLabel('the link for ada').first().textContent()) ?? '';
  expect(await auditPage(page)).toEqual([]);

  await using context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await other.getByLabel('Password').fill('ein langer satz');
  await other.getByRole('button', { name: 'Set the password' }).click();
  await signIn(other, 'Ada', 'ein langer satz');
  await other.getByRole('link', { name: 'ada' }).click();
  await expect(other.getByRole('navigation', { name: 'Settings' }).getByRole('link')).toHaveText([
    'You',
    'Tokens',
    'Privacy',
    'Retention',
  ]);
  expect(await auditPage(other)).toEqual([]);
  await other.goto(link);
  await other.getByLabel('Password').fill('ein anderer satz');
  await other.getByRole('button', { name: 'Set the password' }).click();
  await expect(other.getByRole('alert')).toContainText('used already');

  await teamsLimit(page, other);
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'People' }).click();
  await page.getByRole('row', { name: /ada/u }).getByRole('button', { name: 'Do not let sign in' }).click();
  await expect(page.getByRole('row', { name: /ada/u })).toContainText('may not sign in');
  await other.goto(`${server.url}/runs`);
  await expect(other).toHaveURL(/\/sign-in/u);
});

/** As soon as there is a team, who is in none sees nothing, and reads why. */
const teamsLimit = async (page: Page, other: Page): Promise<void> => {
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Teams' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Sales');
  await page.getByLabel(/^Namespaces/u).fill('sales-*, shop');
  await page.getByRole('button', { name: 'Create the team' }).click();
  const row = page.getByRole('row', { name: /Sales/u });
  await expect(row).toContainText('sales-*, shop');
  expect(await auditPage(page)).toEqual([]);

  await other.goto(`${server.url}/runs`);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('You see nothing here yet.');
  await expect(other.getByText('You are in no team.')).toBeVisible();
  expect(await auditPage(other)).toEqual([]);

  await row.getByRole('button', { name: 'Change Sales' }).click();
  await page.getByRole('checkbox', { name: 'ada' }).check();
  await page.getByRole('button', { name: 'Save the team' }).click();
  await expect(row.getByRole('cell').nth(1)).toHaveText('1');
  await other.reload();
  await expect(other.getByRole('heading', { level: 1 })).not.toHaveText('You see nothing here yet.');

  page.once('dialog', (dialog) => void dialog.accept());
  await row.getByRole('button', { name: 'Remove Sales' }).click();
  await expect(page.getByText('There is no team, so everybody')).toBeVisible();
};

test('a token is shown once, works, and can be revoked; the access log has all of it', async ({ page, request }) => {
  await page.goto(`${server.url}/sign-in?next=%2Fsettings%3Fpart%3Dtokens`);
  await signIn(page, 'root');
  await page.getByRole('textbox', { name: /^Name\b/u }).fill('nightly load');
  await expect(page.getByRole('group', { name: 'It sends' })).toBeVisible();
  await page.getByLabel('It is', { exact: true }).selectOption('api');
  await page.getByRole('button', { name: 'Create the token' }).click();
  const token = (await page.getByLabel('the new token').first().textContent()) ?? '';
  expect(token).toMatch(/^sg_api_/u);
  expect(await auditPage(page)).toEqual([]);
  const read = () => request.get(`${server.url}/api/v1/runs`, { headers: { authorization: `Bearer ${token}` } });
  expect((await read()).status()).toBe(200);
  await page.getByRole('button', { name: 'Revoke nightly load' }).click();
  await expect(page.getByText('There is no token yet.')).toBeVisible();
  expect((await read()).status()).toBe(401);

  await page.getByRole('link', { name: 'Access log' }).click();
  const rows = page.getByRole('table', { name: 'Changes and sensitive reads, newest first' }).getByRole('row');
  await expect(rows.filter({ hasText: 'token.revoked' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'person.changed' })).toContainText('{"role":"viewer","disabled":true}');
  expect(await auditPage(page)).toEqual([]);
  await page.getByRole('link', { name: 'You' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/u);
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings/u);
});

for (const width of [390, 768]) {
  test(`the pages fit a window of ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`${server.url}/sign-in?next=%2Fsettings`);
    await signIn(page, 'root');
    for (const part of ['You', 'Tokens', 'People', 'Teams', 'Sign-in', 'Access log']) {
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: part }).click();
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await auditPage(page)).toEqual([]);
    }
  });
}
