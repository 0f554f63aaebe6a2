import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContractInput, expectationsOf } from '@sightglass/model/contract';
import { times } from '../../../../../test/times.ts';
import type { Block, BlockReport, CheckPlan } from '../blocks/block.ts';
import { roomFor } from '../blocks/block.ts';
import { createBlockChecker } from '../blocks/block-checker.ts';
import { endOfRecords } from '../csv/cut.ts';
import { readContract } from '../contract/read-contract.ts';
import { createCutter } from './cutter.ts';
import { createKernel } from './kernel.ts';

const columns: ContractInput['columns'] = [
  { name: 'whole', type: 'integer', required: true, min: -50, max: '123456789012345678' },
  { name: 'small', type: 'int32' },
  { name: 'number', type: 'number', min: -1.5, max: 1e6, precision: 6, scale: 2 },
  { name: 'day', type: 'date', min: '1999-12-31' },
  { name: 'time', type: 'timestamp', max: '2030-01-01T00:00:00Z' },
  { name: 'text', minLength: 1, maxLength: 6, pattern: '[a-zé"]*' },
  { name: 'word', allowed: ['a', 'aa', 'b'], unique: true },
];
const header = columns.map(({ name }) => name);

const planOf = (delimiter: string, nulls: readonly string[], profiles: boolean, ownFields = 0): CheckPlan => {
  const contract = readContract({ columns, format: { nulls: [...nulls] }, table: { duplicates: { error: 'never' } } });
  const dialect = { delimiter: delimiter.charCodeAt(0), quote: 34, ownFields };
  const expectations = expectationsOf(contract, 'csv');
  return { type: 'csv', contract, expectations, dialect, header, profiles, keepsRows: true, references: new Map() };
};

const digits = fc.string({ unit: fc.integer({ min: 0, max: 9 }).map(String), minLength: 1, maxLength: 20 });
const integers = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
  digits,
);
const numbers = fc.oneof(
  fc.double().map(String),
  fc
    .tuple(fc.constantFrom('', '-', '+'), digits, fc.constantFrom('.', '..', ''), digits)
    .map((parts) => parts.join('')),
  fc.constantFrom('.5', '5.', '.', '-', '+', '-.', '1e3', '0x1', ' 1', '-0', '-0.0', 'NaN', 'Infinity', '1_0'),
);
const twoDigits = fc.integer({ min: 0, max: 70 }).map((number) => String(number).padStart(2, '0'));
const days = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), twoDigits, twoDigits)
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${month}-${day}`);
const likelyDays = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('2400-01-01') })
  .map((date) => date.toISOString().slice(0, 10));
const stamps = fc
  .tuple(
    fc.oneof(days, likelyDays),
    fc.constantFrom('T', ' ', 't', '_'),
    fc.tuple(twoDigits, fc.constantFrom(':', '-'), twoDigits).map((parts) => parts.join('')),
    fc.constantFrom('', ':00', ':59', ':60', ':61', ':0x', ':30.5', ':30.123456'),
    fc.constantFrom('', 'Z', '+01:00', '-0130', '+01', '+1'),
  )
  .map((parts) => parts.join(''));
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '𝄞', ' ', '"', '\0', 'zz'), maxLength: 24 });
const anything = fc.string({
  unit: fc.constantFrom('a', '7', ',', ';', '"', '\n', '\r', '\r\n', 'é', '\ufffd', '-', '.'),
});
const value = fc.oneof(integers, numbers, days, likelyDays, stamps, texts, fc.constantFrom('', '', 'NULL', 'a', 'b'));

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const rowsOf = (delimiter: string) =>
  fc
    .tuple(
      fc.oneof(
        { weight: 6, arbitrary: fc.array(value, { minLength: header.length, maxLength: header.length }) },
        { weight: 1, arbitrary: fc.array(value, { maxLength: 9 }) },
      ),
      fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
      fc.constantFrom('\n', '\n', '\r\n', '\r'),
    )
    .map(([row, quotes, end]) => row.map((one, at) => (quotes[at] ? quoted(one) : one)).join(delimiter) + end);

const textOf = (delimiter: string) =>
  fc
    .array(fc.oneof({ weight: 8, arbitrary: rowsOf(delimiter) }, { weight: 1, arbitrary: anything }), { maxLength: 40 })
    .map((rows) => rows.join(''));

const blockOf = (content: Buffer, bytesBeside = 0): Block => {
  const buffer = new SharedArrayBuffer(roomFor(content.length) + bytesBeside);
  Buffer.from(buffer).set(content);
  return { buffer, bytes: content.length };
};

const seenIn = (report: BlockReport) => ({
  ...report,
  buffer: undefined,
  starts: report.starts.slice(0, report.rows),
  ends: report.ends.slice(0, report.rows),
  rowLines: report.rowLines.slice(0, report.rows),
});

/** What is seen in blocks and what is learned of them, in the order of what is compared. */
const outcome = (plan: CheckPlan, blocks: readonly Buffer[], withKernel: boolean) => {
  const checker = createBlockChecker(plan, withKernel);
  const reports = blocks.map((content) => seenIn(checker.check(blockOf(content))));
  const { columns: states, groups } = checker.learned();
  const used = states.map(({ counts, hashes, otherHashes, ...state }) => ({
    ...state,
    counts: Array.from(counts.subarray(0, state.texts.length)),
    hashes: Array.from(hashes.subarray(0, state.texts.length)),
    otherHashes: Array.from(otherHashes.subarray(0, state.texts.length)),
    registers: state.registers && [...state.registers],
  }));
  return { reports, states: used, groups };
};

describe('the kernel', () => {
  it('is there on every Node we support', () => {
    expect(createKernel(header.length, 1 << 16)).toBeDefined();
  });

  it('sees what the loops see that it stands for, whatever is in the file', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(',', ';', '\t')
          .chain((delimiter) => fc.tuple(fc.constant(delimiter), fc.array(textOf(delimiter), { maxLength: 3 }))),
        fc.constantFrom([''], ['', 'NULL'], []),
        fc.boolean(),
        fc.constantFrom(0, 0, 2),
        ([delimiter, contents], nulls, profiles, ownFields) => {
          const plan = planOf(delimiter, nulls, profiles, ownFields);
          const blocks = contents.filter((text) => text !== '').map((text) => Buffer.from(text));
          expect(outcome(plan, blocks, true)).toEqual(outcome(plan, blocks, false));
        },
      ),
      { numRuns: times(150) },
    );
  });

  it('sees the same in bytes that are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(',', '"'), (noise, filler) => {
        const bytes = Buffer.from(noise.map((byte) => (byte < 60 ? filler.charCodeAt(0) : byte < 80 ? 10 : byte)));
        if (bytes.length === 0) return;
        const plan = planOf(',', [''], true);
        expect(outcome(plan, [bytes], true)).toEqual(outcome(plan, [bytes], false));
      }),
      { numRuns: times(150) },
    );
  });

  it('sees the same in more different values than are kept apart', () => {
    const rowOf = (row: number): string =>
      `${row % 12_000},${row},${row / 8},${new Date(row * 86_400_000).toISOString().slice(0, 10)},,t${row},w\n`;
    const contents = [0, 1, 2].map((part) =>
      Buffer.from(Array.from({ length: 8000 }, (_, row) => rowOf(part * 8000 + row)).join('')),
    );
    const plan = planOf(',', [''], true);
    expect(outcome(plan, contents, true)).toEqual(outcome(plan, contents, false));
  });

  it('cuts blocks where the loops cut them', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ',', '"', '""', '\n', '\r', '\r\n', ',"', '",'), maxLength: 200 }),
        fc.nat(200),
        (text, cut) => {
          const bytes = Buffer.from(text);
          const dialect = { delimiter: 44, quote: 34, ownFields: 0 };
          const end = Math.min(cut, bytes.length);
          if (end > 0) expect(createCutter(dialect)(bytes, end)).toBe(endOfRecords(bytes, end, dialect));
        },
      ),
      { numRuns: times(300) },
    );
  });

  it('leaves blocks to the loops that have no room in its memory', () => {
    const long = `"${'x,\n'.repeat(300_000)}"`;
    const content = Buffer.from(`1,2,3,,,a,b\n1,2,${long},,${long},${long},b\n`);
    const plan = planOf(',', [''], true);
    const contents = [Buffer.from('1,2,3,,,a,b\n'), content, Buffer.from('5,2,3,,,c,b\n')];
    const found = outcome(plan, contents, true);
    expect(found).toEqual(outcome(plan, contents, false));
    expect(found.reports.map(({ rows }) => rows)).toEqual([1, 2, 1]);
  });
});
