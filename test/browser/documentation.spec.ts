import { expect, test } from './_test.ts';

test('the documentation is part of the product: a page, its links and the search', async ({ page }) => {
  await page.goto('/docs');
  await expect(page.getByRole('heading', { level: 1, name: 'Sightglass documentation' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Documentation' }).getByRole('link', { name: 'Troubleshooting' }).click();
  await expect(page.getByRole('heading', { name: 'The clock differs' })).toBeVisible();

  await page.keyboard.press('/');
  await page.keyboard.type('traceparent');
  await page.getByRole('link', { name: 'OpenTelemetry inside the program' }).click();
  await expect(page).toHaveURL(/guides\/exec\.html#opentelemetry-inside-the-program$/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test.describe('while the search cannot be fetched', () => {
  test.use({ expectedErrors: /search\.json|ERR_FAILED/u });

  test('its list says so, and the next letter tries again', async ({ page }) => {
    await page.route('**/docs/search.json', (route) => route.abort(), { times: 2 });
    await page.goto('/docs');
    await Promise.all([page.waitForEvent('requestfailed'), page.keyboard.press('/')]);
    await page.keyboard.type('t');
    await expect(page.getByText('The server does not answer.')).toBeVisible();
    await page.keyboard.type('raceparent');
    await expect(page.getByRole('link', { name: 'OpenTelemetry inside the program' })).toBeVisible();
  });
});
