import type { Run } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { csvLine } from './export-lines.ts';

const ledger = { read: 0, written: 0, rejected: 0, filtered: 0, deduplicated: 0, unmatched: 0 };
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
