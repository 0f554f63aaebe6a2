import { postLogs, unixNano } from './_otlp.ts';
import { expect, test } from './_test.ts';

test('what is stamped with another year is of all time, not of the last day, and stands in line', async ({
  page,
  world,
}) => {
  const service = `fast-clock-${test.info().workerIndex}`;
  const year = new Date().getFullYear() + 1;
  const ahead = unixNano(Date.UTC(year, 5, 1, 12));
  await postLogs(world.url, service, [
    { body: 'stamped now', severityNumber: 9, attributes: [] },
    { body: 'stamped ahead', severityNumber: 9, timeUnixNano: ahead, attributes: [] },
  ]);
  const found = page.getByRole('region', { name: 'Found records' });
  const chart = page.getByRole('img', { name: /over time$/ });
  const rows = page.getByRole('treegrid', { name: 'Log records' }).getByRole('row', { name: /stamped/ });

  await expect(async () => {
    await page.goto(`/logs?q=service:${service}`);
    await expect(rows).toHaveText([/stamped now/], { timeout: 2_000 });
    await expect(found.getByRole('status')).toContainText(/^1.record,/, { timeout: 2_000 });
  }).toPass();
  await expect(chart).toHaveAccessibleName(/^1.record over time/);

  await page.goto(`/logs?last=all&q=service:${service}`);
  await expect(rows).toHaveText([new RegExp(`1 June? ${year} .*stamped ahead`), /stamped now/]);
  await expect(found.getByRole('status')).toContainText(/^2.records,/);
  await expect(chart).toHaveAccessibleName(/^2.records over time/);
  const lefts = await rows
    .getByText('INFO', { exact: true })
    .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().left));
  expect(new Set(lefts).size).toBe(1);
});
