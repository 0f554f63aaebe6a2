import type { Page } from '@playwright/test';
import { expect, test } from './_test.ts';

/** Keys are heard from when the page is live. */
const open = async (page: Page, address: string) => {
  await page.goto(address);
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
};

test('g h and g e go home and to the logs', async ({ page }) => {
  await open(page, '/pipelines/shop/orders');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.type('ge');
  await expect(page).toHaveURL(/\/logs$/);
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.type('gh');
  await expect(page).toHaveURL(/\/$/);
  await expect(page).toHaveTitle('Home · Sightglass');
});

test('/ goes to the search of the page, and to the palette where there is none', async ({ page, world }) => {
  await open(page, '/logs');
  await expect(page.getByRole('textbox', { name: 'Search logs' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Search logs' })).toBeFocused();
  await page.keyboard.type('a/b');
  await expect(page.getByRole('textbox', { name: 'Search logs' })).toHaveValue('a/b');
  await open(page, `/runs/${world.runs.stock}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('loaded');
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible();
});

test('j and k walk the rows, enter opens one', async ({ page }) => {
  await open(page, '/');
  await expect(page.getByRole('link', { name: 'billing', exact: true })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'billing', exact: true })).toBeFocused();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'invoices', exact: true })).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/pipelines\/finance\/billing$/);
});

test('j and k walk log records, enter unfolds one', async ({ page }) => {
  await open(page, '/logs?pipeline=orders&q=committed');
  const rows = page.getByRole('treegrid', { name: 'Log records' }).getByRole('row', { name: /committed/ });
  await expect(rows).toHaveCount(4);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows.nth(1)).toHaveAttribute('aria-expanded', 'true');
});

test('log records are one tab stop, which arrow keys move', async ({ page }) => {
  await open(page, '/logs?pipeline=orders&q=committed');
  const grid = page.getByRole('treegrid', { name: 'Log records' });
  const rows = grid.getByRole('row', { name: /committed/ });
  await expect(rows).toHaveCount(4);
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows.nth(2)).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await expect(rows.last()).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(grid.locator(':focus')).toHaveCount(0);
  await page.keyboard.press('Shift+Tab');
  await expect(rows.last()).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(grid.locator(':focus')).toHaveCount(0);
});

test('the palette finds pipelines by parts of their names', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  const input = palette.getByRole('combobox');
  await expect(input).toBeFocused();
  await expect(palette.getByRole('option', { name: /^Home/ })).toHaveAttribute('aria-selected', 'true');
  await input.fill('cl web');
  await expect(palette.getByRole('option').first()).toHaveText(/^clickstreamweb/);
  await input.press('ArrowDown');
  await expect(palette.getByRole('option', { name: /^Last run of clickstream/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await input.press('ArrowUp');
  await input.press('Enter');
  await expect(page).toHaveURL(/\/pipelines\/web\/clickstream$/);
  await expect(palette).toBeHidden();
});

test('the palette finds a database, a contract or a page by letters of its name, and where one was is first next time', async ({
  page,
}) => {
  await open(page, '/');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  const input = palette.getByRole('combobox');
  await page.keyboard.press('ControlOrMeta+k');
  await input.fill('dlvrs');
  await expect(palette.getByRole('option').filter({ hasText: 'contract' }).first()).toContainText('deliveries');
  await input.fill('systems');
  await input.press('Enter');
  await expect(page).toHaveURL(/\/systems$/);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette.getByRole('option').first()).toHaveText(/^Systems/);
});

test.describe('the palette and the server', () => {
  test.use({ expectedErrors: /ERR_FAILED .+\/api\/v1\/search/u });

  test('what it finds has its state, and a server that does not answer is named', async ({ page, world }) => {
    await open(page, '/logs');
    const palette = page.getByRole('dialog', { name: 'Go to' });
    const input = palette.getByRole('combobox');
    await page.keyboard.press('ControlOrMeta+k');
    await input.fill(world.runs.billing.slice(0, 18));
    await expect(
      palette
        .getByRole('option')
        .filter({ hasText: /Failedrun$/ })
        .first(),
    ).toContainText('finance / billing');
    await page.route('**/api/v1/search?*', (route) => route.abort());
    await input.fill('syst');
    await expect(palette.getByRole('option').first()).toHaveText(/^Systems/);
    await expect(palette.getByRole('status')).toHaveText(/The server does not answer/);
  });
});

test('the palette opens a run or a trace whose id is pasted, and searches the logs for anything else', async ({
  page,
  world,
}) => {
  await open(page, '/');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  for (const [typed, address] of [
    [world.runs.stock, `/runs/${world.runs.stock}`],
    [world.foreignTraceId, `/traces/${world.foreignTraceId}`],
    ['"the price"', '/logs?q=%22the%20price%22'],
    ['true', '/logs?q=true'],
  ] as const) {
    await page.getByRole('button', { name: /^Go to/ }).click();
    await palette.getByRole('combobox').fill(typed);
    await palette.getByRole('combobox').press('Enter');
    await expect(page).toHaveURL((url) => `${url.pathname}${url.search}`.replaceAll('+', '%20').endsWith(address));
  }
  await expect(page.getByRole('textbox', { name: 'Search logs' })).toHaveValue('true');
  await page.getByRole('button', { name: /^Go to/ }).click();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('? lists the keys', async ({ page }) => {
  await open(page, '/');
  await expect(page.getByRole('link', { name: 'billing', exact: true })).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help.getByRole('definition')).toContainText([
    'Search',
    'Go to a pipeline, a run, a trace',
    'Home',
    'Runs',
    'Data',
    'Systems',
    'Explore',
  ]);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test('the first tab stop leads past the bar', async ({ page }) => {
  await open(page, '/');
  await expect(page.getByRole('link', { name: 'billing', exact: true })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
