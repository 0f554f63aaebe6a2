import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { writeLogEntry } from '../otlp/log-entry.ts';
import { RecordBatch } from '../otlp/record-batch.ts';
import { createBatch } from './batch.ts';
import { bufferDirFor, createBufferHome } from './disk/buffer-home.ts';
import { createDiskBuffer } from './disk/disk-buffer.ts';
import { createExporter } from './exporter.ts';

const url = 'http://127.0.0.1:9/v1/logs';
const urls = { logs: url, traces: url, metrics: url };
const mebibyte = 2 ** 20;
const newBytes = 2 * mebibyte;

/** A log record of a run that a process has left behind, and so much more that new ones fit in only without it. */
const leaveBehind = (bufferDir: string): void => {
  const home = createBufferHome(bufferDirFor(bufferDir, Object.values(urls)), url);
  const never = (reason: unknown) => expect.unreachable(String(reason));
  const limitBytes = 192 * mebibyte;
  const disk = createDiskBuffer({
    home,
    lane: 'logs',
    limitBytes,
    onDropped: never,
    onDamaged: never,
    onUnwritable: never,
  });
  const batch = new RecordBatch({}, { name: 'test' }, writeLogEntry);
  const run = { [attributes.pipelineName]: 'orders', [attributes.runId]: 'left-run' };
  batch.add({ atMs: Date.now(), severity: 'INFO', body: 'line', context: ROOT_CONTEXT, attributes: run });
  disk.append([createBatch(1, batch.take())]);
  disk.close();
  const filler = home.newFile('logs-999999999999999-000001.otlp');
  writeFileSync(filler, '');
  truncateSync(filler, limitBytes - newBytes - 64);
  home.abandon();
};

test('log records that make room when a process ends are reported on disk, too', () => {
  const bufferDir = temporaryFolder();
  leaveBehind(bufferDir);
  const exporter = createExporter({ urls, headers: {}, bufferDir, quiet: true });
  exporter.add('logs', createBatch(1, Buffer.alloc(newBytes)));
  exporter.persist();
  const files = readdirSync(bufferDir, { recursive: true, encoding: 'utf8' });
  const events = files.filter((file) => /(?:^|\/)events-/u.test(file));
  exporter.abandon();
  expect(exporter.status.logs.dropped).toBe(1);
  expect(events).toHaveLength(1);
});
