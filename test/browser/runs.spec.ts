import type { Page } from '@playwright/test';
import { expect, test } from './_test.ts';

const table = (page: Page) => page.getByRole('table', { name: 'Runs', exact: true });
const names = (page: Page) => table(page).getByRole('rowheader');
const sentence = (page: Page) => page.getByRole('heading', { level: 1 });

test('lists the runs of all pipelines, and is walked by keyboard', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
  await page.keyboard.type('gr');
  await expect(page).toHaveTitle('Runs · Sightglass');
  await expect(sentence(page)).toHaveText(/^\d+ of \d+\sruns failed.* in the last 24 hours/);
  for (const pipeline of ['orders', 'billing', 'weather', 'invoices'])
    await expect(names(page).filter({ hasText: pipeline }).first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(names(page).nth(1).getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/pipelines\/.+\/runs\/.+/u);
});

test('is narrowed by state, pipeline and text of the error; all of it is in the address', async ({ page }) => {
  await page.goto('/runs');
  await page.getByRole('button', { name: /^Failed/ }).click();
  await expect(page).toHaveURL(/state=failed/u);
  await expect(table(page).getByText('Succeeded')).toHaveCount(0);
  await page.getByRole('button', { name: /^No signal/ }).click();
  await expect(page).toHaveURL(/state=failed%2Clost/u);
  await expect(names(page).filter({ hasText: 'sensors' })).toBeVisible();
  await page.goBack();
  await expect(names(page).filter({ hasText: 'sensors' })).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Text of the error' }).fill('no such words');
  await expect(page.getByText('No run of this time matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all runs of this time' }).click();
  await expect(page).toHaveURL(/\/runs$/u);
  await page.getByRole('combobox', { name: 'Pipeline' }).selectOption({ label: 'orders · shop' });
  await expect(names(page)).toHaveText([/orders/, /orders/, /orders/, /orders/]);
});

test('is sorted by a head, which says so', async ({ page }) => {
  await page.goto('/runs?pipeline=orders');
  await expect(names(page)).toHaveCount(4);
  const head = page.getByRole('columnheader', { name: /Duration/ });
  const took = async () => (await table(page).locator('td[data-name="Took"]').allTextContents()).map(Number.parseFloat);
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(page).toHaveURL(/sort=duration&order=asc/u);
  await expect.poll(async () => (await took()).length).toBe(4);
});

test('a kind of error leads to its runs, and they to the kinds again', async ({ page }) => {
  await page.goto('/runs?state=failed');
  await page.getByRole('button', { name: 'By kind of error' }).click();
  const causes = page.getByRole('table', { name: 'Kinds of errors, those of most runs first' });
  const billing = causes.getByRole('row').filter({ hasText: 'billing' });
  const runs = Number(await billing.getByRole('cell').first().textContent());
  await billing.getByRole('link').first().click();
  await expect(names(page)).toHaveCount(runs);
  await expect(names(page).first()).toContainText('billing');
  await page.getByRole('button', { name: 'No longer only this kind of error' }).click();
  await expect(causes).toBeVisible();
});

test('can be downloaded as it is narrowed', async ({ page }) => {
  await page.goto('/runs?pipeline=orders&last=7d');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('runs.csv');
});
