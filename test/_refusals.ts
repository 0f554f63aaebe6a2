import { expect } from 'vitest';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { metric, statusOf } from './_api.ts';
import { auditOf, nothingWrong, untilLoaded, type Load } from './_load.ts';
import { until } from './_processes.ts';
import type { ServerProcess } from './_server.ts';

/** A body is refused for want of room, and the server is alive. */
export const expectRefusal = async ({ url }: ServerProcess, retryAfter: string): Promise<void> => {
  const answer = await fetch(`${url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: logsRequest(Array<object>(2_000).fill({ body: text('no room') })),
  });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, retryAfter]);
  expect(await statusOf(url, '/healthz')).toBe(200);
};

/** The load is refused, more than once. `hinder` is called before each look. */
export const untilRefused = (load: Load, hinder: () => Promise<void> = async () => {}): Promise<void> => {
  const before = load.statuses.get(503) ?? 0;
  return until('the server refuses', async () => {
    await hinder();
    return (load.statuses.get(503) ?? 0) > before + 4;
  });
};

/** So many more records of the load are acknowledged. */
export const untilAcknowledged = (load: Load, records = 500): Promise<void> => {
  const before = load.acknowledged.size;
  return until('records are acknowledged', () => load.acknowledged.size > before + records);
};

/** Ends the load; all it was told is kept is there once, and it was told nothing but yes and not now. */
export const expectNothingLost = async ({ url }: ServerProcess, load: Load): Promise<void> => {
  await untilAcknowledged(load);
  await load.stop();
  await untilLoaded(url);
  expect(await auditOf(url, load)).toEqual(nothingWrong);
  expect([...load.statuses.keys()].toSorted((a, b) => a - b)).toEqual([200, 503]);
  expect(await metric(url, 'sightglass_spool_quarantined_bytes_total')).toBe(0);
};
