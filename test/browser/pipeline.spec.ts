import { readPipeline } from './_api.ts';
import { expect, test } from './_test.ts';

const orders = '/pipelines/shop/orders';

test('says what is known of the pipeline', async ({ page, request }) => {
  const { successRate } = await readPipeline(request, 'shop', 'orders');
  expect(successRate).toBe(0.75);
  await page.goto(orders);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Usable, but check: loaded 7,486\srows at .+; 2,201\srejected, 17\.7% of all\./,
  );
  const facts = page.getByRole('main');
  for (const [name, value] of [
    ['Went well', '75% of recent runs'],
    ['Schedule', '0 2 * * * Europe/Berlin'],
    ['Deadline', '04:00 Europe/Berlin'],
    ['Owner', 'sales'],
    ['Criticality', 'high'],
  ] as const) {
    await expect(facts.getByRole('term').filter({ hasText: name })).toBeVisible();
    await expect(facts.getByRole('definition').filter({ hasText: value })).toBeVisible();
  }
});

test('lists every run, newest first, and opens one', async ({ page, world }) => {
  await page.goto(orders);
  const runs = page.getByRole('region', { name: 'Runs' });
  await expect(runs.getByRole('rowheader')).toHaveCount(4);
  await expect(runs.getByRole('row').nth(1)).toContainText('2,201');
  await expect(runs.getByRole('row').nth(2)).not.toContainText('2,201');
  await runs.getByRole('rowheader').first().getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/runs/${world.runs.orders}$`));
});

test('filters runs by state; the address keeps the filter', async ({ page }) => {
  await page.goto('/pipelines/finance/billing');
  const runs = page.getByRole('region', { name: 'Runs' });
  await expect(runs.getByRole('rowheader')).toHaveCount(2);
  await runs.getByRole('button', { name: 'Failed' }).click();
  await expect(runs.getByRole('rowheader')).toHaveCount(1);
  await expect(runs.getByRole('row').last()).toContainText('load: connection refused by warehouse:5432');
  await expect(page).toHaveURL(/state=failed/);
  await page.reload();
  await expect(runs.getByRole('button', { name: 'Failed' })).toHaveAttribute('aria-pressed', 'true');
  await expect(runs.getByRole('rowheader')).toHaveCount(1);
  await runs.getByRole('button', { name: 'Missed' }).click();
  await expect(runs.getByText('No run of billing is in this state.')).toBeVisible();
  await page.goBack();
  await expect(runs.getByRole('rowheader')).toHaveCount(1);
});

test('draws duration and rows over the runs, and opens the run pressed', async ({ page }) => {
  await page.goto(orders);
  await expect(page.getByRole('img', { name: 'Rows written of the last 4 runs' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Duration of the last 4 runs' })).toBeVisible();
  const chart = page.getByRole('slider', { name: 'Duration: choose a time' });
  await chart.hover();
  await expect(page.getByRole('figure').first()).toContainText('succeeded');
  await chart.click();
  await expect(page).toHaveURL(/\/runs\//);
});

test('tells what each stage usually takes, as the API does', async ({ page, request }) => {
  const { stages } = await readPipeline(request, 'shop', 'orders');
  await page.goto(orders);
  const table = page.getByRole('region', { name: 'Stages' });
  await expect(table.getByRole('rowheader')).toHaveText(stages.map(({ name }) => name));
  for (const stage of stages) {
    const row = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: stage.name, exact: true }) });
    await expect(row).toContainText(
      (stage.medianRowsWritten ?? Number.NaN).toLocaleString('en', { maximumFractionDigits: 0 }),
    );
    await expect(row).toContainText(`0 of ${stage.runs}`);
  }
});

test('tells runs that were missed from runs that failed', async ({ page, world }) => {
  await page.goto('/pipelines/finance/invoices');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Not loaded: was due .+\sand has not started \(2\sin a row\)\. Missed its deadline of .+\.$/,
  );
  const facts = page.getByRole('definition');
  await expect(facts.filter({ hasText: '100% of recent runs that started; 2 did not' })).toBeVisible();
  await expect(page.getByRole('term').filter({ hasText: 'Next due' })).toBeVisible();
  const runs = page.getByRole('region', { name: 'Runs' });
  await expect(runs.getByRole('row').nth(1)).toContainText(
    /Missed.*missed its deadline of.*–.*was due and did not start/,
  );
  await expect(runs.getByRole('row').last()).toContainText(/Succeeded.*met its deadline of.*8,120/);
  await runs.getByRole('rowheader').first().getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/runs/${world.runs.invoices}$`));
});

test('leads to the logs of the pipeline', async ({ page }) => {
  await page.goto(orders);
  await page.getByRole('link', { name: 'Search its logs' }).click();
  await expect(page).toHaveURL(/\/logs\?pipeline=orders&namespace=shop/);
  await expect(page.getByRole('button', { name: 'No longer only pipeline orders' })).toBeVisible();
});
