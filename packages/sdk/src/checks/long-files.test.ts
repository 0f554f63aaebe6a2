import type { CheckReport, ContractInput } from '@sightglass/model/contract';
import { expect, it } from 'vitest';
import { checkText } from '../../testing/check-text.ts';

const rows = 150_000;
const contract: ContractInput = {
  columns: [
    { name: 'id', type: 'integer', unique: true, max: rows - 1 },
    { name: 'text', pattern: '[^z]*' },
  ],
};
const lines = Array.from(
  { length: rows },
  (_, id) => `${id % 50_000 === 0 ? 0 : id},"some ""text""\nof ${id % 7} lines, ${id}"`,
);
const text = `id,text\n${lines.join('\n')}\n5,x\nragged\n`;

it('one thread and several find the same, in the same order', async () => {
  const one = await checkText(text, contract, { threads: 1 });
  expect(one.report).toMatchObject({ rows: rows + 2, rejected: 4, lines: rows * 2 + 3 });
  expect(one.report.results.find(({ expectation }) => expectation === 'id.unique')?.lines).toEqual([
    100_002, 200_002, 300_002,
  ]);
  for (const takesPart of [false, true]) {
    const several = await checkText(text, contract, { threads: 3, takesPart });
    expect(outcome(several.report)).toEqual(outcome(one.report));
    expect(several.rejects).toBe(one.rejects);
  }
});

/** But for where and when, and for the values of columns that hold more than are kept apart. */
const outcome = ({ results, columns, rejectedByReason, lines, format }: CheckReport) => ({
  results,
  rejectedByReason,
  lines,
  format,
  columns: columns.map((column) => ({ ...column, top: column.exact ? column.top : [] })),
});
