import { events } from '@sightglass/model';
import { eventRecord } from './_events.ts';
import { postLogs } from './_otlp.ts';
import { expect, noTraceYet, test } from './_test.ts';

test.use({ expectedErrors: noTraceYet });

test('runs have the version of their code: in the list, as a filter, on their page and side by side', async ({
  page,
  world,
}) => {
  const pipeline = `versioned-${test.info().workerIndex}`;
  const ids = ['1.4.2', '2.0.0-rc.1'].map((version) => `${pipeline}-${version}`);
  for (const [index, version] of ['1.4.2', '2.0.0-rc.1'].entries()) {
    const atMs = Date.now() - (2 - index) * 600_000;
    const own = {
      runId: ids[index] ?? '',
      pipelineName: pipeline,
      pipelineNamespace: 'code',
      pipelineVersion: version,
    };
    await postLogs(world.url, 'versioned', [
      eventRecord(events.runStarted.name, atMs, { ...own, runTrigger: index === 0 ? 'schedule' : 'manual' }),
      eventRecord(events.runFinished.name, atMs + 60_000, { ...own, runState: 'succeeded' }),
    ]);
  }
  await page.goto(`/runs?pipeline=${pipeline}&namespace=code`);
  const table = page.getByRole('table', { name: 'Runs', exact: true });
  await expect(async () => {
    await page.reload();
    await expect(table.getByRole('rowheader')).toHaveCount(2, { timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  await expect(table.getByRole('columnheader', { name: 'Version' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Version' }).selectOption('1.4.2');
  await expect(page).toHaveURL(/version=1\.4\.2/u);
  await expect(table.getByRole('rowheader')).toHaveCount(1);
  await expect(table).toContainText('1.4.2');

  await page.goto(`/runs/compare?a=${ids[0]}&b=${ids[1]}`);
  const version = page.getByRole('table', { name: 'Readings of the two runs' }).getByRole('row', { name: /^Version/ });
  await expect(version.getByRole('cell')).toHaveText(['1.4.2', '2.0.0-rc.1', /differs/]);
  const attributes = page.getByRole('table', { name: 'Attributes of the two runs that differ' });
  await expect(attributes.getByRole('rowheader')).toHaveText(['pipeline.run.trigger', 'pipeline.version']);

  await page.goto(`/runs/${ids[1]}`);
  await expect(page.getByText('2.0.0-rc.1', { exact: true })).toBeVisible();
});
