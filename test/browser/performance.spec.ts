import { expect, test } from './_test.ts';

const settlement = '/pipelines/bank/settlement';

test('says what got worse, by how much, and leads to the run', async ({ page }) => {
  await page.goto(settlement);
  const performance = page.getByRole('region', { name: 'Performance' });
  await expect(performance).toContainText('Medians of the last 7 runs that succeeded.');
  await expect(performance.getByRole('list', { name: 'Worse than usual' }).getByRole('listitem')).toHaveText([
    /load took 30\ss, usually 5\.0\ss \(6\.0\s×\)$/,
    /the run took 35\ss, usually 10\ss \(3\.5\s×\)$/,
  ]);
  await performance.getByRole('link', { name: 'the latest run' }).click();
  await expect(page).toHaveURL(/\/runs\/settlement-6$/);
});

test('tells what each stage costs, and the time spent in databases', async ({ page }) => {
  await page.goto(settlement);
  const stages = page.getByRole('table', { name: 'What each stage costs' });
  await expect(stages.getByRole('row', { name: /^extract/ })).toContainText(/50%.*5\.0\ss.*10,000.*2\.5\ss.*210\sMB/);
  await expect(stages.getByRole('columnheader', { name: 'Retries' })).toHaveCount(0);
  const calls = page.getByRole('table', { name: 'Databases and APIs' });
  await expect(calls.getByRole('row', { name: /^postgresql/ })).toContainText(/25%.*2\.5\ss.*1.*2\.5\ss/);
});

test('does not judge from a few runs, and says so', async ({ page }) => {
  await page.goto('/pipelines/shop/orders');
  const performance = page.getByRole('region', { name: 'Performance' });
  await expect(performance).toContainText(
    'Medians of the last 4 runs that succeeded. Comparison needs 5 earlier successful runs; there are 3.',
  );
  await expect(performance).not.toContainText('usual in');
  await expect(performance.getByRole('row', { name: /^enrich/ })).toContainText('8');
});

test('says how it will be filled while no run has succeeded', async ({ page }) => {
  await page.goto('/pipelines/plant/sensors');
  await expect(page.getByRole('region', { name: 'Performance' })).toContainText('No run of sensors has succeeded yet.');
});

test.describe('when its answer does not get through', () => {
  test.use({ expectedErrors: /ERR_CONNECTION_RESET/u });

  test('says so where it would stand, keeps the page, and tries again', async ({ page }) => {
    await page.route('**/performance', (route) => route.abort('connectionreset'));
    await page.goto(settlement);
    const performance = page.getByRole('region', { name: 'Performance' });
    await expect(performance.getByRole('alert')).toContainText('The performance could not be read');
    await expect(page.getByRole('region', { name: 'Runs' }).getByRole('rowheader')).toHaveCount(7);
    await page.unroute('**/performance');
    await performance.getByRole('button', { name: 'Try again' }).click();
    await expect(performance.getByRole('table', { name: 'What each stage costs' })).toBeVisible();
  });
});
