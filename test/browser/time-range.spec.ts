import type { Page } from '@playwright/test';
import { expect, test } from './_test.ts';

const time = (page: Page) => page.getByRole('combobox', { name: 'Time' });

const dragAcross = async (page: Page, name: string | RegExp, [from, to]: readonly [number, number]) => {
  const box = await page.getByRole('slider', { name }).first().boundingBox();
  if (box === null) throw new Error('the chart has no place');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 4 });
};

test('a time is chosen by dragging across a chart; Back and a button return to the one before', async ({ page }) => {
  await page.goto('/pipelines/shop/orders?last=7d');
  await expect(page.getByText('The 4 runs of that time.')).toBeVisible();
  await dragAcross(page, /^Duration: choose/, [0.3, 1]);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page).toHaveURL(/\?last=7d$/);

  // The runs lie around the middle, so that some of them are left of it.
  await dragAcross(page, /^Duration: choose/, [0.5, 1]);
  await expect(page.locator('figure').first()).toContainText(/\d\d:\d\d to .*\d\d:\d\d/);
  await page.mouse.up();
  await expect(page).toHaveURL(/\?from=.+&to=[^&]+$/);
  await expect(time(page)).toHaveValue('range');
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('rowheader')).not.toHaveCount(4);
  await page.goBack();
  await expect(time(page)).toHaveValue('7d');
  await page.goForward();
  await page.getByRole('button', { name: 'Back to last 7 days' }).click();
  await expect(page).toHaveURL(/\?last=7d$/);
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('rowheader')).toHaveCount(4);
});

test('a time is chosen with the keys', async ({ page }) => {
  await page.goto('/logs?pipeline=orders&last=1h');
  const chart = page.getByRole('slider', { name: 'Records over time: choose a time' });
  await chart.focus();
  await chart.press('End');
  await expect(chart).toHaveAttribute('aria-valuetext', /: \d+.records?/);
  await chart.press('Shift+ArrowLeft');
  await chart.press('Shift+ArrowLeft');
  await expect(chart).toHaveAttribute('aria-valuetext', / to .+; Enter shows it, Esc cancels$/);
  await chart.press('Escape');
  await chart.press('Shift+ArrowLeft');
  await expect(page).toHaveURL(/last=1h/);
  await chart.press('Enter');
  await expect(page).toHaveURL(/from=.+&to=/);
  await expect(page).not.toHaveURL(/last=/);
  await page.goBack();
  await expect(time(page)).toHaveValue('1h');
});

test('one time is kept from tab to tab, a relative one relative, also over a reload', async ({ page }) => {
  await page.goto('/runs?last=7d');
  const pages = page.getByRole('navigation', { name: 'Pages' });
  const explore = page.getByRole('navigation', { name: 'Explore' });
  for (const name of ['Data', 'Systems', 'Home', 'Explore', 'Runs', 'Explore'] as const) {
    await pages.getByRole('link', { name, exact: true }).click();
    await expect(page, name).toHaveURL(/\?last=7d$/);
    await page.reload();
  }
  for (const name of ['Traces', 'Metrics', 'Services', 'Logs'] as const) {
    await explore.getByRole('link', { name }).click();
    await expect(page, name).toHaveURL(/\?last=7d$/);
    await page.reload();
    if (name === 'Traces' || name === 'Logs') await expect(time(page), name).toHaveValue('7d');
  }
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(time(page)).toHaveValue('7d');
});
