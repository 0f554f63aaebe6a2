import { stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { logBodies, runsOf } from './_api.ts';
import { leftIn, openBackedUp, startRun } from './_backups.ts';
import { startLoad, untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { startServerProcess } from './_server.ts';

/** Of records that were acknowledged. */
const auditOf = async (url: string, acknowledged: ReadonlySet<string>) => {
  const stored = (await logBodies(url)).filter((body) => acknowledged.has(body));
  return { missing: acknowledged.size - new Set(stored).size, doubled: stored.length - new Set(stored).size };
};
const nothingLost = { missing: 0, doubled: 0 };

it('a backup under load, restored elsewhere, holds all that was acknowledged before it, once, and goes on as the server would have', async () => {
  await using backedUp = await openBackedUp();
  const { data, server, space, inSpace } = backedUp;
  const load = startLoad({ url: () => server.url, senders: 6, recordsPerBody: 20 });
  await until('something is acknowledged', () => load.acknowledged.size > 500);
  for (const runId of ['one', 'two', 'three']) await startRun(server.url, runId);
  const before = new Set(load.acknowledged);

  const file = inSpace('whole.tar.zst');
  const taken = await space.run(['backup', file, '--url', server.url, '--json']);
  expect(taken.stderr).toBe('');
  expect(taken.code).toBe(0);
  const head = JSON.parse(taken.stdout.toString()) as {
    telemetry: Record<string, number>;
    spool: { segments: number };
  };
  expect(head.telemetry['logs'] ?? 0).toBeGreaterThan(0);
  await load.stop();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect.poll(() => leftIn(data.path)).toEqual([]);

  const into = inSpace('elsewhere');
  const restored = await space.runHere(['restore', file, '--into', into]);
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  expect(restored.stdout.toString()).toContain(`Next: sightglass serve --data ${into}`);
  expect((await stat(into)).mode & 0o777).toBe(0o700);
  await using other = await startServerProcess(into);
  await untilLoaded(other.url);
  expect(await auditOf(other.url, before)).toEqual(nothingLost);
  expect((await runsOf(other.url, 'orders')).map(({ runId }) => runId).toSorted()).toEqual(['one', 'three', 'two']);
  const audited = (await (await fetch(`${other.url}/api/v1/access-log`)).json()) as { items: { action: string }[] };
  expect(audited.items.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['backup.restored', 'backup.begun']),
  );

  // A sender that repeats what it sent before is still known.
  await startRun(other.url, 'one');
  await untilLoaded(server.url);
  expect(await auditOf(server.url, load.acknowledged)).toEqual(nothingLost);
});
