import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { Severity } from '@sightglass/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, logsRequest, type Message } from '../../testing/protobuf.ts';
import type { Batch } from '../export/batch.ts';
import { writeLogEntry } from '../otlp/log-entry.ts';
import { RecordBatch } from '../otlp/record-batch.ts';
import { createLogLane } from './log-lane.ts';
import { keptOfMinute } from './thinner.ts';

const minuteMs = 60_000;

/** Writes bursts of records into a lane whose buffer is full in some of them. */
const play = (bursts: readonly Burst[]) => {
  let isFull = false;
  let thinned = 0;
  const batches: Batch[] = [];
  const lane = createLogLane({
    batch: new RecordBatch({}, { name: 'test' }, writeLogEntry),
    onBatch: (batch) => batches.push(batch),
    isFull: () => isFull,
    isBehind: () => false,
    onThinned: () => (thinned += 1),
  });
  let written = 0;
  for (const { count, minute, severity, full } of bursts) {
    isFull = full;
    for (let n = 0; n < count; n += 1) {
      written += 1;
      lane.write({ atMs: minute * minuteMs + n / 1_000, severity, body: String(written), context: ROOT_CONTEXT });
    }
  }
  lane.settle();
  lane.cut();
  const stored = batches.flatMap(({ body }) => recordsIn(body)).map(({ body, severity }) => ({ body, severity }));
  return { lane, written, thinned, stored, counted: batches.reduce((sum, { records }) => sum + records, 0) };
};

interface Burst {
  readonly count: number;
  readonly minute: number;
  readonly severity: Severity;
  readonly full: boolean;
}

const recordsIn = (body: Uint8Array): { body: number; severity: string }[] =>
  list(decode(Buffer.from(body), logsRequest), 'groups')
    .flatMap((group) => list(group, 'scopes'))
    .flatMap((scoped) => list(scoped, 'records'))
    .map((record) => ({
      body: Number((record['body'] as Message)['string']),
      severity: String(record['severityText']),
    }));

const list = (message: Message, name: string): Message[] => message[name] as Message[];

it('keeps or counts every record, and keeps each of WARN and above', () => {
  const burst = fc.record({
    count: fc.oneof(fc.nat(20), fc.nat(3_000), fc.nat(25_000)),
    minute: fc.nat(3),
    severity: fc.constantFrom<Severity>('DEBUG', 'INFO', 'INFO', 'INFO', 'WARN', 'ERROR', 'CRITICAL'),
    full: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(burst, { maxLength: 6 }), (bursts) => {
      const { written, thinned, stored, counted, lane } = play(bursts);
      expect(stored.length + thinned).toBe(written);
      expect(counted).toBe(stored.length);
      expect(lane.thinnedOf()).toBe(thinned);
      const grave = bursts.filter(({ severity }) => severity !== 'INFO' && severity !== 'DEBUG');
      const graveCount = grave.reduce((sum, { count }) => sum + count, 0);
      expect(stored.filter(({ severity }) => severity !== 'INFO' && severity !== 'DEBUG')).toHaveLength(graveCount);
      expect(new Set(stored.map(({ body }) => body)).size).toBe(stored.length);
    }),
    { numRuns: 12 },
  );
});

it('keeps the first and the last records of each minute', () => {
  const flood = (minute: number) => ({ count: 15_000, minute, severity: 'INFO', full: true }) as const;
  const { stored, thinned } = play([flood(0), flood(1)]);
  const last = 15_000 - keptOfMinute.last;
  const kept = Array.from({ length: 30_000 }, (_, n) => n + 1).filter(
    (n) => (n - 1) % 15_000 < keptOfMinute.first || (n - 1) % 15_000 >= last,
  );
  expect(stored.map(({ body }) => body)).toEqual(kept);
  expect(thinned).toBe(2 * (last - keptOfMinute.first));
});

it('leaves nothing out while the buffer has room', () => {
  const { stored, thinned } = play([{ count: 30_000, minute: 0, severity: 'INFO', full: false }]);
  expect({ stored: stored.length, thinned }).toEqual({ stored: 30_000, thinned: 0 });
});
