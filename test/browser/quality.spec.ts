import type { Page } from '@playwright/test';
import { expect, test } from './_test.ts';

const contracts = (page: Page) => page.getByRole('table', { name: 'Contracts, those that need attention first' });
const detail = (page: Page, name: string) => page.getByRole('region', { name: `Contract ${name}` });

test('opens with the contract that failed, in one sentence', async ({ page }) => {
  await page.goto('/data/contracts');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^deliveries\.csv failed contract deliveries .+: 43\sof 1,000\srows were rejected\.$/,
  );
  await expect(page).toHaveTitle('Data · Sightglass');
});

test('puts failed contracts first, each with its last files', async ({ page }) => {
  await page.goto('/data/contracts');
  await expect(contracts(page).getByRole('rowheader')).toHaveText(['deliveries', 'prices']);
  const failed = contracts(page).getByRole('row', { name: /^deliveries Failed/ });
  await expect(failed).toContainText('Failed');
  await expect(failed.getByRole('cell', { name: '4.3%' })).toBeVisible();
  await expect(failed.getByRole('img', { name: 'The last 4 files; 3 did not pass' })).toBeVisible();
  await expect(contracts(page).getByRole('row', { name: /prices/ })).toContainText('Passed');
});

test('tells what failed in the latest file, where, and where its rejected rows are', async ({ page }) => {
  await page.goto('/data/contracts');
  const table = detail(page, 'deliveries').getByRole('table', {
    name: 'Expectations of deliveries in the latest file',
  });
  await expect(table.getByRole('rowheader')).toHaveText(['weight.min', 'id.unique', 'status.allowed']);
  const weight = table.getByRole('row', { name: /weight\.min/ });
  await expect(weight).toContainText('Failed');
  await expect(weight).toContainText('3.1%');
  await expect(weight).toContainText('2, 3, 4, 5, 6');
  await expect(weight.getByRole('img', { name: 'Failed in 2 of the last 4 files' })).toBeVisible();
  await expect(table.getByRole('row', { name: /status\.allowed/ })).toContainText('Warning');
  await expect(
    detail(page, 'deliveries').getByText('rejected rows in deliveries.csv.rejects on the machine of the run'),
  ).toBeVisible();
  await detail(page, 'deliveries')
    .getByRole('button', { name: /^Show the \d+ passed$/ })
    .click();
  await expect(table.getByRole('row', { name: /due\.type/ })).toContainText('Passed');
});

test('names the worst columns over the last files', async ({ page }) => {
  await page.goto('/data/contracts');
  const columns = page.getByRole('region', { name: 'Worst columns' }).getByRole('row');
  await expect(columns).toHaveText([
    /^ColumnRows failed, at least/,
    'weight340.9%2 of 4',
    'id120.3%1 of 4',
    'status60.2%2 of 4',
  ]);
});

test('a bar of the worst columns is as long as its share of the rows', async ({ page }) => {
  await page.goto('/data/contracts');
  const rows = page.getByRole('region', { name: 'Worst columns' }).locator('tbody tr');
  await expect(rows).toHaveCount(3);
  const lengths = await rows.evaluateAll((all) =>
    all.map((row) => Array.from(row.querySelectorAll('rect'), (bar) => bar.getBoundingClientRect().width)),
  );
  const [whole = 0, worst = 0] = lengths[0] ?? [];
  expect(worst / whole).toBeLessThan(0.02);
  expect(Math.min(...lengths.map(([, bar = 0]) => bar))).toBeGreaterThanOrEqual(2);
});

test('shows volume and freshness, and opens the run of a bar', async ({ page, world }) => {
  await page.goto('/data/contracts');
  for (const name of ['Rows', 'Size', 'File age when checked'])
    await expect(page.getByRole('img', { name: `${name} of the last 4 files` })).toBeVisible();
  await page.getByRole('img', { name: 'Rows of the last 4 files' }).locator('rect').last().click();
  await expect(page).toHaveURL(new RegExp(`/runs/${world.runs.deliveries}$`));
});

test('is walked by keyboard, and an address names the contract', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
  await page.keyboard.type('gd');
  await page.getByRole('navigation', { name: 'Data' }).getByRole('link', { name: 'Contracts' }).press('Enter');
  await expect(contracts(page)).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/data\/contracts\?namespace=shop&pipeline=deliveries&contract=prices$/);
  await expect(detail(page, 'prices')).toContainText('prices.csv: all 2 rows accepted');
  await page.reload();
  await expect(detail(page, 'prices')).toBeVisible();
});

test('a run shows the files it checked, the failed one open, and leads to its logs', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.deliveries}`);
  const checked = page.getByRole('region', { name: 'Checked files' });
  await expect(checked).toContainText('1 failed of 2 files');
  const table = checked.getByRole('table', { name: 'Expectations of deliveries.csv' });
  await expect(table.getByRole('row', { name: /weight\.min/ })).toContainText('313.1%');
  await expect(checked.getByText('43 of 1,000 rows were rejected (4.3%)')).toBeVisible();
  await checked.getByRole('link', { name: 'Its log records' }).first().click();
  await expect(page.getByRole('row', { name: /check fail: weight\.min/ })).toBeVisible();
});

test('a run that checked nothing says nothing of checks', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.stock}`);
  await expect(page.getByRole('heading', { name: 'Row ledger' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Checked files' })).toHaveCount(0);
});

test('lists the last files, newest first, with where their rejected rows are', async ({ page }) => {
  await page.goto('/data/contracts');
  const files = page.getByRole('region', { name: 'Last files' }).getByRole('row');
  await expect(files).toHaveCount(5);
  await expect(files.nth(1)).toContainText(/Failed1,000434\.3%.*deliveries\.csvdeliveries\.csv\.rejects/);
  await expect(files.nth(4)).toContainText(/Passed1,00000%/);
});

test('an address that names a contract nobody has shows no other in its place, but the nearest name', async ({
  page,
}) => {
  await page.goto('/data?contract=deliverys');
  await expect(contracts(page)).toBeVisible();
  await expect(page.getByText('No file has been checked against contract "deliverys".')).toBeVisible();
  await expect(page.getByRole('region', { name: /^Contract / })).toHaveCount(0);
  await page.getByRole('link', { name: 'deliveries of deliveries' }).click();
  await expect(detail(page, 'deliveries')).toBeVisible();
  await page.goto('/data?namespace=nobody&pipeline=nothing');
  await expect(
    page.getByText('No file has been checked against a contract of pipeline "nothing" in "nobody".'),
  ).toBeVisible();
});

for (const width of [1440, 390])
  test(`cuts no list of lines off, and says what the line of a rejected row is, at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/data/contracts');
    const lines = page.getByTitle(/^Lines 2, 3, 4/).first();
    await expect(lines).toBeVisible();
    expect(await lines.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true);
    const line = page.getByRole('table', { name: 'Rejected rows of deliveries.csv' }).getByRole('rowheader').first();
    const label = await line.evaluate((cell) => getComputedStyle(cell, '::before').content);
    expect(label === 'none').toBe(width > 600);
  });
