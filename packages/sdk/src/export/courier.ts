import { text } from 'node:stream/consumers';
import { createExporter, type ExporterConfig } from './exporter.ts';

/** A program of its own: delivers what an ending process has left in the disk buffer. See `deliver-at-exit.ts`. */
interface Errand {
  readonly config: ExporterConfig;
  readonly timeoutMs: number;
}

const { config, timeoutMs } = JSON.parse(await text(process.stdin)) as Errand;
const exporter = createExporter(config);
await exporter.drain(timeoutMs);
const isUnfinished = exporter.hasWork;
exporter.persist();
exporter.abandon();
if (isUnfinished) process.exitCode = 3;
