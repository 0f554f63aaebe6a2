import { expect, test } from './_test.ts';

test('a day of the calendar leads to its runs, those that were missed too', async ({ page }) => {
  await page.goto('/pipelines/finance/invoices');
  const calendar = page.getByRole('region', { name: 'Calendar' });
  const missed = calendar
    .locator('table')
    .first()
    .getByRole('link', { name: /due and did not start$/ });
  await expect(missed.first()).toBeVisible();
  const words = (await missed.last().getAttribute('aria-label')) ?? '';
  await missed.last().hover();
  await expect(calendar.getByText(words)).toBeVisible();
  await missed.last().click();
  await expect(page).toHaveURL(/\/runs\?.*pipeline=invoices.*from=.+to=/);
  await expect(page.getByRole('row').filter({ hasText: 'invoices' }).first()).toContainText('Missed');
  await page.goBack();
  await calendar.getByText('In figures').click();
  await expect(calendar.getByRole('table', { name: 'Runs by day, the latest first' })).toContainText('Missed');
});

test('an hour of the week leads to its runs; arrows go from hour to hour', async ({ page }) => {
  await page.goto('/pipelines/shop/orders');
  const week = page.getByRole('region', { name: 'Hours of the week' });
  const hour = week
    .locator('table')
    .first()
    .getByRole('link', { name: /\d.runs?/ })
    .first();
  await expect(hour).toHaveAttribute('tabindex', '0');
  await hour.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(hour).toBeFocused();
  const words = (await hour.getAttribute('aria-label')) ?? '';
  const runs = Number(/(\d+).run/u.exec(words)?.[1]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\?.*hour=[a-z]{3}-\d\d&zone=Europe%2FBerlin/);
  await expect(page.getByRole('rowheader')).toHaveCount(runs);
  await page.getByRole('button', { name: /^No longer only [A-Z]/ }).click();
  await expect(page).not.toHaveURL(/hour=|zone=/);
});

test('all runs by hour of the week: what it is shaded by is in the address, and a relative time stays so', async ({
  page,
}) => {
  await page.goto('/runs?last=30d');
  await page.getByRole('button', { name: 'By hour of the week' }).click();
  await page.getByRole('button', { name: 'Failed or missed' }).last().click();
  await expect(page).toHaveURL(/measure=unwell/);
  await page
    .locator('table')
    .first()
    .getByRole('link', { name: /failed or missed/ })
    .first()
    .click();
  await expect(page).toHaveURL(/last=30d/);
  await expect(page).not.toHaveURL(/groupBy/);
  await expect(page.getByText('Only runs that started')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('table', { name: 'Runs by weekday and hour' })).toBeVisible();
});
