import type { Locator } from '@playwright/test';
import { count, readPipelines } from './_api.ts';
import { startProgram } from './_program.ts';
import { expect, test } from './_test.ts';

/** The row of a pipeline, found by its name. */
const rowOf = (table: Locator, name: string) =>
  table.getByRole('row').filter({ has: table.page().getByRole('link', { name, exact: true }) });

test('opens with the worst trouble in one sentence', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle('Home · Sightglass');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^billing failed at load (just now|.+ ago), and 6\smore pipelines need attention\.$/,
  );
});

test('puts what failed before what gives no signal, missing rows, what runs and what is quiet', async ({ page }) => {
  await page.goto('/');
  const rows = page.getByRole('rowheader');
  const states = rows.filter({ hasNotText: 'Out of date' }).getByRole('img');
  await expect(states.first()).toBeVisible();
  const shown = await states.evaluateAll((glyphs) => glyphs.map((glyph) => glyph.getAttribute('aria-label')));
  const order = [
    'Failed',
    'Missed',
    'No signal',
    'Rows missing',
    'Contract failed',
    'Many rows rejected',
    'Running',
    'Succeeded',
  ];
  expect(shown).toEqual(shown.toSorted((a, b) => order.indexOf(a ?? '') - order.indexOf(b ?? '')));
  expect(new Set(shown)).toEqual(new Set(order));
  const names = await rows.getByRole('link').allTextContents();
  expect(names.indexOf('settlement'), 'what is out of date comes before what only runs').toBeLessThan(
    names.indexOf('weather'),
  );
});

test('tells each pipeline in a sentence, with the rows the API tells', async ({ page, request }) => {
  const { items } = await readPipelines(request);
  const rows = items.find(({ name }) => name === 'orders')?.lastRun.rows;
  expect(rows?.rejected).toBe(2_201);
  await page.goto('/');
  const table = page.getByRole('table', { name: 'Pipelines, those that need attention first' });
  const orders = rowOf(table, 'orders');
  await expect(orders).toContainText(`Usable, but check: loaded ${count(rows?.written ?? 0)} rows at`);
  await expect(orders).toContainText('; 2,201 rejected, 17.7% of all');
  await expect(orders.getByRole('cell').last()).toHaveText(count(rows?.written ?? 0), { useInnerText: true });
  await expect(rowOf(table, 'stock')).toContainText('324 rows are missing');
  await expect(rowOf(table, 'billing')).toContainText('connection refused by warehouse:5432');
  await expect(rowOf(table, 'sensors')).toContainText('no signal since');
  await expect(rowOf(table, 'sensors')).toContainText('never');
});

test('says what was due and has not started, and when it is due next', async ({ page, request }) => {
  const { items } = await readPipelines(request);
  expect(items.find(({ name }) => name === 'invoices')?.missed?.inARow).toBe(2);
  await page.goto('/');
  const invoices = rowOf(page.getByRole('table'), 'invoices');
  await expect(invoices).toContainText(
    /Not loaded: was due .+\sand has not started \(2\sin a row\)\. Missed its deadline/,
  );
  await expect(invoices).toContainText(/2\sd\sago.*next due .*\d\d:\d\d/);
  await expect(rowOf(page.getByRole('table'), 'orders')).toContainText(/next due .*02:00/);
});

test('draws the last runs as a strip whose bars open their run', async ({ page, world }) => {
  await page.goto('/');
  const strip = rowOf(page.getByRole('table'), 'orders').getByRole('img', { name: /^The last/ });
  await expect(strip).toHaveAccessibleName('The last 4 runs; 1 went wrong or needs a check');
  await expect(
    rowOf(page.getByRole('table'), 'billing').getByRole('img', {
      name: 'The last 2 runs; 1 went wrong or needs a check',
    }),
  ).toBeVisible();
  await strip.locator('rect').last().click();
  await expect(page).toHaveURL(new RegExp(`/runs/${world.runs.orders}$`));
});

test('leads from a name to its pipeline and from its pipe to its last run', async ({ page, world }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Last run of billing' }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${world.runs.billing}$`));
  await page.goBack();
  await page.getByRole('link', { name: 'billing', exact: true }).click();
  await expect(page).toHaveURL(/\/pipelines\/finance\/billing$/);
});

test('filters many pipelines by name', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('searchbox', { name: 'Filter pipelines by name' }).fill('report');
  await expect(page.getByRole('rowheader')).toHaveCount(6);
  await page.getByRole('searchbox').fill('nothing of the kind');
  await expect(page.getByText('No pipeline has "nothing of the kind" in its name.')).toBeVisible();
  await page.getByRole('button', { name: /^Show all \d+$/ }).click();
  await expect(page.getByRole('link', { name: 'orders', exact: true })).toBeVisible();
});

test('keeps the filter in the address, on the way back too', async ({ page }) => {
  await page.goto('/');
  const filter = page.getByRole('searchbox', { name: 'Filter pipelines by name' });
  await filter.pressSequentially('orders');
  await expect(page).toHaveURL(/\/\?filter=orders$/u);
  await expect(filter).toHaveValue('orders');
  await page.getByRole('link', { name: 'orders', exact: true }).click();
  await expect(page).toHaveURL(/\/pipelines\/shop\/orders$/u);
  await page.goBack();
  await expect(filter).toHaveValue('orders');
  await expect(page.getByRole('link', { name: 'billing', exact: true })).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Home' }).click();
  await expect(filter).toHaveValue('');
  await expect(page.getByRole('link', { name: 'billing', exact: true })).toBeVisible();
});

test('shows a run that begins elsewhere without a reload', async ({ page, world }) => {
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'weather', exact: true })).toBeVisible();
  const gauge = startProgram(world.url, world.home, 'driven', 'gauge');
  try {
    gauge.writeLine(120);
    const row = rowOf(page.getByRole('table'), 'gauge');
    await expect(row.getByRole('img', { name: 'Running', exact: true })).toBeVisible({ timeout: 40_000 });
    await expect(row).toContainText('120 rows so far');
    gauge.child.stdin?.end();
    await expect(row.getByRole('img', { name: 'Succeeded', exact: true })).toBeVisible();
    await expect(row).toContainText('Ready to use: loaded 120 rows');
  } finally {
    await gauge.stop();
  }
});

test('tells the whole sentence of a pipeline', async ({ page }) => {
  await page.goto('/');
  const sentence = rowOf(page.getByRole('table'), 'orders').getByText(/^Usable, but check/);
  await expect(sentence).toBeVisible();
  expect(await sentence.evaluate((box) => box.scrollHeight - box.clientHeight)).toBeLessThanOrEqual(0);
  expect(await sentence.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
});
