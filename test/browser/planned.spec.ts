import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCliWorkspace, type CliWorkspace } from '../../packages/cli/testing/run-cli.ts';
import { startServe, type ServerProcess } from '../../packages/cli/testing/run-server.ts';
import { eventRecord } from './_events.ts';
import { postLogs } from './_otlp.ts';
import { expect, ownTest as test } from './_test.ts';

/** A server whose configuration names pipelines. */
let space: CliWorkspace;
let server: ServerProcess;

const configuration = `pipelines:
  - name: orders
    schedule: '0 2 * * *'
    timeZone: Europe/Berlin
    deadline: '06:00'
    calendar: business
    owner: sales-data
    criticality: high
    dependsOn: [customers]
    stages: [{ name: load, deadline: PT45M }]
  - name: customers
    owner: crm
`;

// A pipeline without runs is not found; its page then reads what is configured.
test.use({ expectedErrors: /404/u });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  space = await createCliWorkspace();
  const file = join(space.dir, 'sightglass.yaml');
  await writeFile(file, configuration);
  server = await startServe(space, { args: ['--config', file] });
});

test.afterAll(async () => {
  await server.stop();
  await space[Symbol.asyncDispose]();
});

test('pipelines of the configuration are there before their first run, with what is expected of them', async ({
  page,
}) => {
  await page.goto(server.url);
  const list = page.getByRole('region', { name: 'Never run' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await list.getByRole('link', { name: 'orders' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Has not run yet; first due .+\.$/);
  const facts = page.getByRole('main');
  for (const value of [
    '0 2 * * * Europe/Berlin',
    '06:00 Europe/Berlin',
    'sales-data',
    'high',
    'Mon, Tue, Wed, Thu, Fri',
    '45 minutes after it is due',
    'customers',
  ])
    await expect(facts.getByRole('definition').filter({ hasText: value })).toBeVisible();

  const run = { runId: 'first', pipelineName: 'customers', pipelineNamespace: 'default' };
  await postLogs(server.url, 'crm', [
    eventRecord('pipeline.run.started', Date.now(), { ...run, pipelineOwner: 'somebody' }),
    eventRecord('pipeline.run.finished', Date.now(), { ...run, runState: 'succeeded', rowsRead: 1, rowsWritten: 1 }),
  ]);
  await facts.getByRole('link', { name: 'customers' }).click();
  await expect(
    page.getByText('The owner is "crm" by the configuration, which holds, and "somebody" by the program.'),
  ).toBeVisible();
  await expect(facts.getByRole('definition').filter({ hasText: 'orders' })).toBeVisible();
  await page.goto(server.url);
  await expect(page.getByRole('region', { name: 'Never run' }).getByRole('listitem')).toHaveCount(1);
});
