import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '@sightglass/sdk';
import { parse } from 'csv-parse';
import { flightOf, identityOf, isReported, type Flight } from '../flight.ts';

const batchRows = 500;

/**
 * Reads the accepted lines in batches, at most `rowsPerSecond`: a file share is no faster, also after a pause. Hops and repeats are
 * left out. But for what tells repeats, memory stays flat whatever the file's size.
 */
export async function* extract(stage: Stage, path: string, rowsPerSecond: number): AsyncGenerator<Flight[]> {
  const { size } = await stat(path);
  const isNew = createRepeatFilter();
  for await (const { lines, bytes } of readBatches(path)) {
    const startedAtMs = performance.now();
    stage.rows.read(lines.length);
    const reported = lines.map(flightOf).filter(isReported);
    const flights = reported.filter(isNew);
    stage.rows.filtered(lines.length - reported.length);
    stage.rows.deduplicated(reported.length - flights.length);
    stage.rows.written(flights.length);
    stage.progress(bytes, size);
    yield flights;
    const aheadMs = (lines.length / rowsPerSecond) * 1_000 - (performance.now() - startedAtMs);
    if (aheadMs > 0) await sleep(aheadMs);
  }
}

const createRepeatFilter = (): ((flight: Flight) => boolean) => {
  const seen = new Set<string>();
  return (flight) => seen.size < seen.add(identityOf(flight)).size;
};

interface Batch {
  readonly lines: string[][];
  readonly bytes: number;
}

interface ParsedLine {
  readonly record: string[];
  readonly info: { readonly bytes: number };
}

async function* readBatches(path: string): AsyncGenerator<Batch> {
  const parser = parse({ from_line: 2, info: true });
  const records = pipeline(createReadStream(path), parser, () => undefined) as AsyncIterable<ParsedLine>;
  let lines: string[][] = [];
  let bytes = 0;
  for await (const { record, info } of records) {
    lines.push(record);
    bytes = info.bytes;
    if (lines.length < batchRows) continue;
    yield { lines, bytes };
    lines = [];
  }
  if (lines.length > 0) yield { lines, bytes };
}
