import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../packages/server/src/engine/_engine.ts';
import { requestTables } from '../packages/server/src/intake/message-table.ts';
import { repairBody } from '../packages/server/src/intake/repair.ts';
import { checkWire, MalformedBodyError } from '../packages/server/src/intake/wire-check.ts';
import { lifecycleRecord, logRecord, metric, span } from '../packages/server/src/wire/_arbitrary.ts';
import { logsRequest, metricsRequest, spansRequest } from '../packages/server/src/wire/_sample.ts';
import type { Signal } from '../packages/server/src/wire/proto.ts';
import { markerOf } from '../packages/server/src/spool/marker.ts';
import { everyEventKind } from '../packages/server/src/wire/event-kinds.ts';
import { times } from './times.ts';

const cases = times(20_000);
const sampled = 1_500;

interface Fuzzed {
  readonly signal: Signal;
  readonly table: string;
  /** Whole requests to begin with; most cases damage one of them. */
  readonly requests: (seed: number) => readonly Uint8Array[];
}

const some = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 3 });
const sample = <Item>(item: fc.Arbitrary<Item>, encode: (items: Item[]) => Uint8Array, seed: number) =>
  fc.sample(some(item), { numRuns: sampled, seed }).map(encode);

const fuzzed: readonly Fuzzed[] = [
  {
    signal: 'logs',
    table: 'logs',
    requests: (seed) => sample(fc.oneof(logRecord, lifecycleRecord), (records) => logsRequest(records), seed),
  },
  { signal: 'traces', table: 'spans', requests: (seed) => sample(span, (spans) => spansRequest(spans), seed) },
  {
    signal: 'metrics',
    table: 'metric_points',
    requests: (seed) => sample(metric, (metrics) => metricsRequest(metrics), seed),
  },
];

const damage = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('overwrite'), at: fc.nat(), byte: fc.nat(255) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('insert'), at: fc.nat(), byte: fc.nat(255) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove'), at: fc.nat(), byte: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut'), at: fc.nat(), byte: fc.nat(0) }) },
);
type Damage = typeof damage extends fc.Arbitrary<infer One> ? One : never;

const damaged = (bytes: Uint8Array, { kind, at, byte }: Damage): Uint8Array => {
  const offset = bytes.length === 0 ? 0 : at % bytes.length;
  if (kind === 'cut') return bytes.subarray(0, offset);
  const after = kind === 'insert' ? offset : kind === 'remove' ? offset + byte : offset + 1;
  const between = kind === 'remove' ? [] : [byte];
  return Buffer.concat([bytes.subarray(0, offset), Buffer.from(between), bytes.subarray(after)]);
};

const bodyOf = fc.oneof(
  { weight: 9, arbitrary: fc.record({ start: fc.nat(sampled - 1), damages: fc.array(damage, { maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ bytes: fc.uint8Array({ maxLength: 60 }) }) },
);

interface Accepted {
  readonly body: Uint8Array;
  readonly records: number;
}

/** What intake would store of a body; undefined when it refuses it, in the one way it may. */
const accepted = (signal: Signal, body: Uint8Array): Accepted | undefined => {
  try {
    const { records, hasDeepValues, invalidRecords } = checkWire(body, requestTables[signal]);
    if (records === 0) return undefined;
    if (!hasDeepValues && invalidRecords === 0) return { body, records };
    const repaired = repairBody(signal, body);
    return { body: repaired.body, records: records - repaired.rejectedRecords };
  } catch (error) {
    if (error instanceof MalformedBodyError) return undefined;
    throw error;
  }
};

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()), 180_000);
afterAll(() => engine[Symbol.asyncDispose]());

const rowsIn = async (table: string): Promise<number> =>
  (await engine.telemetry.rows<{ count: number }>(`SELECT count() AS count FROM ${table}`))[0]?.count ?? -1;

const insert = (signal: Signal, bodies: readonly Accepted[]): Promise<void> =>
  engine.insert(
    signal,
    bodies.flatMap(({ body }): Uint8Array[] => [body, markerOf(body, '', everyEventKind)]),
  );

/** Inserts all; on a refusal names, in hex, the one body that is to blame. */
const insertAll = async (signal: Signal, bodies: readonly Accepted[]): Promise<void> => {
  try {
    await insert(signal, bodies);
  } catch (error) {
    if (bodies.length === 1) {
      const hex = Buffer.from(bodies[0]?.body ?? []).toString('hex');
      throw new Error(`The engine refused ${signal} that the check let through: ${hex}`, { cause: error });
    }
    const middle = Math.ceil(bodies.length / 2);
    await insertAll(signal, bodies.slice(0, middle));
    await insertAll(signal, bodies.slice(middle));
    throw new Error('The engine refused bodies together that it takes apart.', { cause: error });
  }
};

it.each(fuzzed)(
  `the engine takes, and counts alike, what the check lets through of ${Math.ceil(cases / 3)} damaged bodies of $signal`,
  async ({ signal, table, requests }) => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const whole = requests(seed);
    const found: Accepted[] = [];
    fc.assert(
      fc.property(bodyOf, (given) => {
        const body =
          'bytes' in given
            ? given.bytes
            : given.damages.reduce<Uint8Array>(damaged, whole[given.start] ?? new Uint8Array());
        const stored = accepted(signal, body);
        if (stored !== undefined && stored.records > 0) found.push(stored);
      }),
      { numRuns: Math.ceil(cases / 3), seed },
    );
    expect(found.length, `seed ${seed}`).toBeGreaterThan(cases / 30);
    for (let first = 0; first < found.length; first += 5_000)
      await insertAll(signal, found.slice(first, first + 5_000));
    expect(await rowsIn(table), `seed ${seed}`).toBe(found.reduce((sum, { records }) => sum + records, 0));
  },
  180_000,
);
