import { attribute, postLogs } from './_otlp.ts';
import { expect, test } from './_test.ts';

test('follows what is logged, pauses and goes on', async ({ page, world }) => {
  const service = `boiler-${test.info().workerIndex}`;
  const write = (body: string) =>
    postLogs(world.url, service, [{ body, severityNumber: 9, attributes: [attribute('unit', 'kPa')] }]);
  await page.goto(`/logs?q=service:${service}`);
  await page.getByRole('button', { name: 'Follow' }).click();
  await expect(page).toHaveURL(/tail=on/);
  const live = page.getByRole('region', { name: 'Live log' });
  await expect(live.getByRole('status')).toHaveText('Following');
  await expect(live).toContainText('Nothing has been logged in the last day.');

  await write('pressure is rising');
  await expect(live.getByRole('row', { name: /INFO.*pressure is rising/ })).toBeVisible();

  await live.getByRole('button', { name: 'Pause' }).click();
  await write('pressure is high');
  await expect(live.getByRole('status')).toHaveText('Paused; 1 record waiting');
  await expect(live.getByRole('row', { name: /pressure is high/ })).toHaveCount(0);

  await live.getByRole('button', { name: 'Go on' }).click();
  await expect(live.getByRole('row', { name: /pressure is/ })).toHaveText([/high/, /rising/]);

  // What was logged before is there at once; it is not shown twice.
  await expect
    .poll(async () => (await page.request.get(`/api/v1/logs/count?q=service:${service}`)).text(), { timeout: 30_000 })
    .toContain('2');
  await page.reload();
  await expect(live.getByRole('row', { name: /pressure is/ })).toHaveText([/high/, /rising/]);

  // Followed records are shown before the engine has them.
  await live.getByRole('button', { name: 'Back to search' }).click();
  await expect(async () => {
    await page.getByRole('button', { name: 'Search again' }).click();
    const found = page.getByRole('treegrid', { name: 'Log records' }).getByRole('row', { name: /pressure is/ });
    await expect(found).toHaveCount(2, { timeout: 2_000 });
  }).toPass();
});

test('follows only what the search asks for', async ({ page, world }) => {
  await page.goto('/logs?tail=on&q=valve -closed');
  const live = page.getByRole('region', { name: 'Live log' });
  await expect(live.getByRole('status')).toHaveText('Following');
  const bodies = ['valve 1 is closed', 'pump is on', 'valve 2 is open'];
  await postLogs(
    world.url,
    'valves',
    bodies.map((body) => ({ body, severityNumber: 9, attributes: [] })),
  );
  await expect(live.getByRole('row', { name: /valve 2 is open/ })).toBeVisible();
  await expect(live.getByRole('row', { name: /closed|pump/ })).toHaveCount(0);
});
