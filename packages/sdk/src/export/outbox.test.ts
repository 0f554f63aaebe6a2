import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { accept, startOtlpServer } from '../../testing/otlp-server.ts';
import { createBatch } from './batch.ts';
import { createBufferHome } from './disk/buffer-home.ts';
import { createDiskBuffer } from './disk/disk-buffer.ts';
import { createExportStatus } from './export-status.ts';
import { createMakeRoom } from './make-room.ts';
import { createOtlpSender } from './otlp-sender.ts';
import { createOutbox } from './outbox.ts';

it('counts a batch once that was given up while it was under way and arrived all the same', async () => {
  const held: (() => void)[] = [];
  const received = new Set<string>();
  let isHolding = true;
  await using server = await startOtlpServer(undefined, (request, response: ServerResponse) => {
    received.add(request.idempotencyKey);
    if (isHolding) held.push(() => accept(request, response));
    else accept(request, response);
  });
  const url = `${server.url}/v1/logs`;
  const status = createExportStatus().logs;
  const onDropped = (records: number) => (status.dropped += records);
  const disk = createDiskBuffer({
    home: createBufferHome(temporaryFolder(), url),
    lane: 'logs',
    limitBytes: 2 * 1024 * 1024,
    onDropped,
    onDamaged: () => expect.unreachable('damaged'),
    onUnwritable: (error) => expect.unreachable(String(error)),
  });
  const sender = createOtlpSender({ url, headers: {}, requestTimeoutMs: 60_000 });
  const outbox = createOutbox({
    sender,
    disk,
    memoryLimitBytes: 1024 * 1024,
    fullAtBytes: 1e9,
    makeRoom: createMakeRoom('logs'),
    status,
    onRefused: () => expect.unreachable('refused'),
    onUnreachable: () => expect.unreachable('unreachable'),
    onDropped,
  });
  const batches = Array.from({ length: 12 }, () => createBatch(7, Buffer.alloc(600_000)));
  outbox.add(batches[0] ?? createBatch(0, Buffer.alloc(0)));
  await expect.poll(() => held.length).toBe(1);
  for (const batch of batches.slice(1)) outbox.add(batch);
  expect(status.dropped).toBeGreaterThan(0);
  isHolding = false;
  held.forEach((release) => release());
  await outbox.flush(60_000);
  expect(outbox.isEmpty).toBe(true);
  expect(status.delivered + status.dropped).toBe(12 * 7);
  expect(received.size * 7).toBe(status.delivered);
  disk.close();
  sender.close();
});
