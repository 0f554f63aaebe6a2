import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRecentRecords, createRecentRecordsReader, pageBytes } from './recent-records.ts';

const records = fc.record({
  kind: fc.constant('keep' as const),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 40 }),
    fc.integer({ min: pageBytes / 4, max: pageBytes }).map((bytes) => new Uint8Array(bytes)),
  ),
});
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: records },
    { weight: 1, arbitrary: fc.constant({ kind: 'handOn' as const }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), arrives: fc.boolean() }) },
  ),
  { maxLength: 60 },
);

/** The same, with lists instead of memory. */
class Model {
  #pages: Uint8Array[][] = [[], []];
  readonly #sent = new Set<Uint8Array>();
  turn(): void {
    this.#pages = [this.#pages[1] ?? [], []];
  }
  keep(record: Uint8Array): void {
    const bytes = this.#pages[1]?.reduce((sum, { byteLength }) => sum + byteLength, 0) ?? 0;
    if (bytes + record.byteLength > pageBytes) this.turn();
    this.#pages[1]?.push(record);
  }
  read(arrives: boolean): Uint8Array[] {
    const unsent = this.#pages.flat().filter((record) => !this.#sent.has(record));
    if (arrives) for (const record of unsent) this.#sent.add(record);
    return unsent;
  }
}

/** Pages are read in the order they lie in memory, which says nothing. */
const sorted = (bytes: Uint8Array): Uint8Array => bytes.toSorted();

it('shows the other thread what was kept since it was handed on but once, each record until it has arrived', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const recent = createRecentRecords();
      const read = createRecentRecordsReader(recent.memory);
      const model = new Model();
      for (const step of taken) {
        if (step.kind === 'keep') {
          recent.keep(Buffer.from(step.bytes));
          model.keep(step.bytes);
        } else if (step.kind === 'handOn') {
          recent.handedOn();
          model.turn();
        } else {
          const unsent = read();
          expect(Buffer.compare(sorted(unsent.bytes), sorted(Buffer.concat(model.read(step.arrives))))).toBe(0);
          if (step.arrives) unsent.sent();
        }
      }
    }),
  );
});

it('leaves out a record that is larger than a page', () => {
  const recent = createRecentRecords();
  recent.keep(Buffer.alloc(pageBytes + 1));
  recent.keep(Buffer.of(7));
  expect([...createRecentRecordsReader(recent.memory)().bytes]).toEqual([7]);
});
