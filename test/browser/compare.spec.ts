import { expect, test } from './_test.ts';

test('a run leads to the one before it, and both stand side by side', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.orders}`);
  const others = page.getByRole('navigation', { name: 'Other runs of this pipeline' });
  await expect(others.getByRole('link', { name: /^Run after/ })).toHaveCount(0);
  await others.getByRole('link', { name: /^Run before/ }).click();
  await expect(page).not.toHaveURL(new RegExp(world.runs.orders, 'u'));
  await expect(others.getByRole('link', { name: /^Run after/ })).toBeVisible();
  await others.getByRole('link', { name: 'Compare with the run before' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^The two runs differ in .+\.$/u);
  await page.getByRole('link', { name: 'Show what is alike too' }).click();
  const rows = page.getByRole('table', { name: 'Readings of the two runs' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Rows read' })).toBeVisible();
  await expect(
    page.getByRole('table', { name: 'Stages of the two runs' }).getByRole('row', { name: /validate/ }),
  ).toBeVisible();
});

test('what differs between two runs is marked, and the two can be swapped', async ({ page, world }) => {
  await page.goto(`/runs/compare?a=${world.runs.orders}&b=${world.runs.billing}`);
  const readings = page.getByRole('table', { name: 'Readings of the two runs' });
  const state = readings.getByRole('row', { name: /^State/ });
  await expect(state.getByRole('cell')).toHaveText([/./, 'Failed', /differs/]);
  await page.getByRole('link', { name: 'Swap' }).click();
  await expect(state.getByRole('cell')).toHaveText(['Failed', /./, /differs/]);
});

test('a comparison without two runs says how to make one', async ({ page }) => {
  await page.goto('/runs/compare?a=x');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two runs are needed to compare them.');
});
