import type { Run } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { csvHead, csvLine } from './export-lines.ts';

const ledger = { read: 0, written: 0, rejected: 0, filtered: 0, deduplicated: 0, unmatched: 0 };
const fieldsOf = (run: object): (string | undefined)[] => {
  const fields = csvLine({ ...failedWith(''), ...run } as Run)
    .trimEnd()
    .split(',');
  return csvHead
    .trimEnd()
    .split(',')
    .flatMap((name, index) => (name.startsWith('rows_') ? fields[index] : []));
};

const failedWith = (message: string) =>
  ({
    rows: ledger,
    unexplained: { missing: 0, extra: 0 },
    shown: { word: 'Failed' },
    verdict: { id: 'no' },
    failure: { type: 'E', message },
  }) as Run;

test.each([
  ['a comma, a quote and a line break', 'a,"b"\nc', '"a,""b""\nc"'],
  ['what a spreadsheet would run', '=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['a plain text', 'it broke', 'it broke'],
])('%s is one field', (_what, message, field) => {
  expect(csvLine(failedWith(message))).toContain(`,E,${field},`);
});

test.each([
  ['counted none', { rowsCounted: true }, ['0', '0', '0', '0', '0', '0', '0', '0']],
  ['does not count', { rowsCounted: false }, ['', '', '', '', '', '', '', '']],
  [
    'only checked files',
    { onlyChecked: true, rows: { ...ledger, read: 9, written: 7, rejected: 2 } },
    ['9', '', '2', '0', '0', '0', '0', '0'],
  ],
  ['counts what it writes', { rows: { ...ledger, written: 5 } }, ['', '5', '0', '0', '0', '0', '0', '0']],
])('the rows of a run that %s', (_what, run, fields) => {
  expect(fieldsOf(run)).toEqual(fields);
});
