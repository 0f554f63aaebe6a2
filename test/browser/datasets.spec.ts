import type { Page } from '@playwright/test';
import { auditPage } from './_axe.ts';
import { lakeDatasets } from './_datasets.ts';
import { expect, test } from './_test.ts';

const table = (page: Page) => page.getByRole('table', { name: 'Datasets' });
const lineage = (page: Page) => page.getByRole('region', { name: 'Lineage' });
const invoices = '/data/dataset?namespace=postgres%3A%2F%2Fdb%3A5432&name=shop.public.invoices';

test('the list opens with the dataset whose last write failed, and is narrowed, sorted and read on', async ({
  page,
}) => {
  await page.goto('/data');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^shop\.public\.invoices: may be incomplete/);
  await expect(table(page).getByRole('row').nth(1)).toContainText(/shop\.public\.invoices.*Write failed.*billing.*12/);
  await expect(page.getByRole('button', { name: /^Show more: 100 of 5,\d+ datasets$/ })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Name or namespace' }).fill('SHOP.public');
  await expect(table(page).getByRole('rowheader')).toHaveText([/^shop\.public\.invoices/, /^shop\.public\.orders/]);
  await expect(page).toHaveURL(/q=SHOP\.public/);
  const head = page.getByRole('columnheader', { name: /^Dataset/ });
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect(table(page).getByRole('rowheader')).toHaveText([/^shop\.public\.orders/, /^shop\.public\.invoices/]);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toBe('datasets.csv');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await page.getByRole('combobox', { name: 'Namespace' }).selectOption('file');
  await page.getByRole('searchbox', { name: 'Name or namespace' }).fill('& more');
  await expect(table(page).getByRole('rowheader')).toHaveText([/^\/in\/stock & more\.csv/]);
});

test('a dataset shows who writes and reads it, who is affected, and its writes, by keyboard', async ({
  page,
  world,
}) => {
  // Its runs are there before what they used can be found.
  const detail = invoices.replace('/data/dataset?', '/api/v1/datasets/detail?');
  await expect.poll(async () => (await page.request.get(detail)).status()).toBe(200);
  await page.goto(invoices);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Last written\s.*\sby\sbilling, whose run failed: it may be incomplete\.$/,
  );
  await expect(lineage(page)).toContainText('1 reader is affected');
  await expect(lineage(page).getByRole('listitem')).toHaveText([/billing.*Write failed/, /stock.*Affected/]);
  await expect(page.getByRole('row', { name: /Failed\s*12/ })).toBeVisible();
  await page.keyboard.press('j');
  await expect(lineage(page).getByRole('link', { name: 'billing', exact: true })).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/pipelines\/.*\/stock$/);
  const used = page.getByRole('region', { name: 'Reads and writes' });
  await used.getByRole('link', { name: '/in/stock & more.csv' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^No run has reported writing it; last read\s.*\sby\sstock\.$/,
  );
  await page.goto(`/runs/${world.runs.orders}`);
  await expect(page.getByRole('region', { name: 'Reads and writes' })).toContainText(
    'shop.public.orders940 rows, 88 kB',
  );
});

test('go to finds a dataset', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: /^Go to/ }).fill('public.invo');
  await page.getByRole('option', { name: /shop\.public\.invoices/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset\?namespace=/);
});

test.describe('that nobody used', () => {
  test.use({ expectedErrors: /404 .+\/api\/v1\/datasets\/detail/u });

  test('is not there', async ({ page }) => {
    await page.goto('/data/dataset?namespace=x&name=nothing');
    await expect(page.getByText('No run has reported reading or writing "nothing" in namespace "x".')).toBeVisible();
  });
});

for (const width of [1440, 390])
  test(`thousands of datasets, long names and 60 readers fit a window of ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/data?in=s3%3A%2F%2Flake&sort=name');
    await expect(page.getByText(`100 of ${lakeDatasets.toLocaleString('en')} datasets`)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.goto('/data?q=region%3Dnorth');
    await table(page).getByRole('link').first().click();
    await expect(lineage(page).getByText('50 more')).toBeVisible();
    await lineage(page).getByText('50 more').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await auditPage(page)).toEqual([]);
  });
