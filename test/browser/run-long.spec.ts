import { readRuns } from './_api.ts';
import { startProgram } from './_program.ts';
import { expect, test } from './_test.ts';

test('a run of 2,000 stages is drawn shortened, and brings what is asked for', async ({ page, request, world }) => {
  await startProgram(world.url, world.home, 'tables').done;
  let runId = '';
  await expect(async () => {
    const { items } = await readRuns(request, 'pipeline=tables&state=succeeded');
    runId = items[0]?.runId ?? '';
    expect(runId).not.toBe('');
  }).toPass();
  await page.goto(`/runs/${runId}`);
  const pipe = page.getByRole('region', { name: 'Rows' });
  const sections = pipe.getByRole('button');
  await expect(sections).toHaveCount(6);
  const more = pipe.getByRole('button', { name: /^1,995 more: succeeded · 10 read = 10 written/ });
  await expect(more).toHaveAttribute('aria-expanded', 'false');

  const ledger = page.getByRole('table', { name: 'Row ledger' });
  await expect(page.getByText(/^\d+ of 2,000 stages: those with trouble/u)).toBeVisible();
  await page.getByRole('button', { name: /^Show 1,99\d more$/u }).click();
  await expect(ledger).toHaveAttribute('aria-rowcount', '2001');
  expect(await ledger.getByRole('row').count()).toBeLessThan(80);

  await more.press('Enter');
  await expect(pipe.getByRole('button', { name: /^table 22:/ })).toBeAttached();
  await expect(pipe.getByRole('button', { name: /^1,975 more:/ })).toBeAttached();
  await pipe.getByRole('button', { name: 'Show the short pipe' }).click();
  await expect(sections).toHaveCount(6);

  await ledger.getByRole('button', { name: 'Succeeded table 7', exact: true }).click();
  await expect(pipe.getByRole('button', { name: /^table 7:/ })).toHaveAttribute('aria-pressed', 'true');
});
