import { expect, noTraceYet, test } from './_test.ts';

test.beforeEach(async ({ page, world }) => {
  await page.goto(`/traces/${world.foreignTraceId}`);
});

test('tells a trace of a program that knows nothing of pipelines', async ({ page, world }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('POST /checkout took 840 ms, with 1 error.');
  await expect(page.getByText(world.foreignTraceId)).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'checkout, payments' })).toBeVisible();
  await expect(page.getByText('not part of a pipeline run')).toBeVisible();
  const names = page.getByRole('treegrid', { name: 'Spans' }).getByRole('row');
  await expect(names).toHaveText([
    /^POST \/checkout/,
    /^read basket/,
    /^charge card/,
    /^POST \/charge.*payments/,
    /^SELECT cards/,
    /^send receipt/,
  ]);
});

test('shows what a span carries, and the logs written in it', async ({ page }) => {
  await page.getByRole('row', { name: /POST \/charge/ }).click();
  const panel = page.getByRole('complementary', { name: 'Span' });
  await expect(panel.getByRole('heading', { name: 'POST /charge' })).toBeVisible();
  await expect(panel).toContainText('card declined');
  await expect(panel).toContainText('http.request.method');
  await panel.getByRole('link', { name: 'Logs of this span' }).click();
  await expect(page.getByRole('row', { name: /ERROR.*card declined: insufficient funds/ })).toBeVisible();
  await expect(page.getByText('2 records, newest first')).toBeVisible();
});

test('is led to from its logs, and back to the run where there is one', async ({ page }) => {
  await page.getByRole('link', { name: 'Logs of this trace' }).click();
  await page.getByRole('row', { name: /card declined/ }).click();
  await page.getByRole('link', { name: 'Go to the trace' }).click();
  await expect(
    page.getByRole('complementary', { name: 'Span' }).getByRole('heading', { name: 'POST /charge' }),
  ).toBeVisible();
});

test.describe('of an unknown id', () => {
  test.use({ expectedErrors: noTraceYet });

  test('says that there is none', async ({ page }) => {
    await page.goto(`/traces/${'0'.repeat(31)}1`);
    await expect(page.getByRole('alert')).toContainText(/^No .*trace/iu);
  });
});
