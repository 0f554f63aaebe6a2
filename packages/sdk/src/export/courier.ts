import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { doubledMs } from '@sightglass/model';
import { createExporter, type ExporterConfig } from './exporter.ts';

/** A program of its own: delivers what an ending process has left in the disk buffer. See `deliver-at-exit.ts`. */
interface Errand {
  readonly config: ExporterConfig;
  readonly timeoutMs: number;
  /** How often it goes on after the server took nothing for a while. */
  readonly retries: number;
}

const pauses = { firstMs: 1_000, longestMs: 60_000 };

const { config, timeoutMs, retries } = JSON.parse(await text(process.stdin)) as Errand;
const exporter = createExporter(config);
await exporter.drain(timeoutMs);
for (let retry = 0; retry < retries && exporter.hasWaiting; retry += 1) {
  await pause(doubledMs(retry + 1, pauses));
  await exporter.drain(timeoutMs);
}
const isUnfinished = exporter.hasWork;
exporter.persist();
exporter.abandon();
if (isUnfinished) process.exitCode = 3;
