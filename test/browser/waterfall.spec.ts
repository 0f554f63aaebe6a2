import type { Page } from '@playwright/test';
import { mostRowsWhileScrolling } from './_frames.ts';
import { expect, test } from './_test.ts';

const gridOf = (page: Page) => page.getByRole('treegrid', { name: 'Spans' });

test.beforeEach(async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.clickstream}`);
  await expect(page.getByText('50,000 spans, 49 errors')).toBeVisible();
});

test('scrolls through 50,000 spans, drawing only those in view', async ({ page }) => {
  await page.getByRole('button', { name: 'Unfold all' }).click();
  const grid = gridOf(page);
  await expect(grid).toHaveAttribute('aria-rowcount', '50000');
  const most = await mostRowsWhileScrolling(grid, 120, 400);
  expect(most).toBeGreaterThan(5);
  expect(most).toBeLessThan(80);
  await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(grid.getByRole('row').last()).toHaveAttribute('aria-rowindex', '50000');
  expect(await grid.getByRole('row').count()).toBeLessThan(80);
});

test('folds and unfolds, by pointer and by keyboard', async ({ page }) => {
  const grid = gridOf(page);
  await page.getByRole('button', { name: 'Fold all', exact: true }).click();
  await expect(grid.getByRole('row')).toHaveCount(1);
  await expect(grid.getByRole('row')).toContainText('+49,999');
  await grid.getByRole('button', { name: 'Unfold 49,999 spans' }).click();
  await expect(grid.getByRole('row')).toHaveCount(2);

  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(grid.getByRole('row', { name: /batch 0 / })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(grid.getByRole('row', { name: /^row group 1 / })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(grid.getByRole('row', { name: /^row group 1 / })).toHaveCount(0);
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Span' });
  await expect(panel.getByRole('heading', { name: 'batch 0' })).toBeVisible();
  await expect(panel).toContainText('internal span of cruncher');
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toHaveCount(0);
});

test('finds spans, however deep they lie', async ({ page }) => {
  const find = page.getByRole('searchbox', { name: 'Find in 50,000 spans' });
  await find.fill('batch 321');
  await expect(page.getByRole('status').filter({ hasText: '1 found' })).toBeVisible();
  await find.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '1 of 1' })).toBeVisible();
  await expect(gridOf(page).getByRole('row', { name: /batch 321 / })).toBeVisible();
  await find.fill('no such span');
  await expect(page.getByRole('status').filter({ hasText: 'none found' })).toBeVisible();
  await page.getByRole('button', { name: '49 errors' }).click();
  await find.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '1 of 49' })).toBeVisible();
  await expect(gridOf(page).getByRole('img', { name: 'Error' }).first()).toBeVisible();
});

test('opens a span by its address and zooms into time', async ({ page }) => {
  const grid = gridOf(page);
  await grid.getByRole('row', { name: /crunch/ }).click();
  await expect(page).toHaveURL(/span=[0-9a-f]{16}/);
  await page.reload();
  const panel = page.getByRole('complementary', { name: 'Span' });
  await expect(panel.getByRole('heading', { name: 'crunch' })).toBeVisible();
  const whole = page.getByRole('button', { name: 'Whole' });
  await expect(whole).toBeDisabled();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(whole).toBeEnabled();
  await whole.click();
  await expect(whole).toBeDisabled();
});
