import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '@sightglass/sdk';
import { parse } from 'csv-parse';
import type { Drop } from '../drops/drop.ts';

export interface DeliveredLine {
  /** Line of the file, counted from 1; the header is line 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

const batchRows = 500;

/** Reads a drop in batches, at most `rowsPerSecond`: a file share is no faster. Memory stays flat whatever the file's size. */
export async function* extract(stage: Stage, drop: Drop, rowsPerSecond: number): AsyncGenerator<DeliveredLine[]> {
  const { size } = await stat(drop.path);
  const startedAtMs = performance.now();
  let rows = 0;
  for await (const { lines, bytes } of readBatches(drop.path)) {
    rows += lines.length;
    stage.rows.read(lines.length);
    stage.rows.written(lines.length);
    stage.progress(bytes, size);
    yield lines;
    const aheadMs = (rows / rowsPerSecond) * 1_000 - (performance.now() - startedAtMs);
    if (aheadMs > 0) await sleep(aheadMs);
  }
}

interface Batch {
  readonly lines: DeliveredLine[];
  readonly bytes: number;
}

interface ParsedLine {
  readonly record: string[];
  readonly info: { readonly lines: number; readonly bytes: number };
}

/** A ragged line is a line to be judged, not a reason to stop reading. */
async function* readBatches(path: string): AsyncGenerator<Batch> {
  const parser = parse({ from_line: 2, quote: false, relax_column_count: true, info: true });
  const records = pipeline(createReadStream(path), parser, () => undefined) as AsyncIterable<ParsedLine>;
  let lines: DeliveredLine[] = [];
  let bytes = 0;
  for await (const { record, info } of records) {
    lines.push({ line: info.lines, fields: record });
    bytes = info.bytes;
    if (lines.length < batchRows) continue;
    yield { lines, bytes };
    lines = [];
  }
  if (lines.length > 0) yield { lines, bytes };
}
