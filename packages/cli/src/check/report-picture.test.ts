import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkText } from '../../../sdk/testing/check-text.ts';
import { createStyle } from '../output/style.ts';
import { renderReport } from './report-picture.ts';

const plain = { ...createStyle(process.stdout), paint: (_: unknown, text: string) => text };
const columns = [{ name: 'id', type: 'integer' }] as const;

test.each([
  ['without a byte', 'in.csv', ''],
  ['of blank lines', 'in.csv', '\n\n'],
  ['of a byte order mark', 'in.csv', '\ufeff'],
  ['that is compressed', 'in.csv.gz', gzipSync('')],
  ['of JSON lines', 'in.jsonl', ''],
])('an empty file %s fails for that alone, unless empty files are allowed', async (_, name, content) => {
  const { report } = await checkText(content, { columns: [...columns] }, { name });
  const [heading, ...lines] = renderReport(report, plain).split('\n');
  expect(heading).toMatch(/^✕ Failed {2}.*in\..* {2}0 rows · 0 rejected/u);
  expect(lines).toEqual(['  ✕ table.empty  the file is empty', '  0 of 1 expectation of the contract passed']);
  const allowed = await checkText(content, { columns: [...columns], table: { empty: 'allowed' } }, { name });
  expect(allowed.report.status).toBe('pass');
  expect(renderReport(allowed.report, plain)).not.toContain('not checked');
});

test('a file with a header only has no rows', async () => {
  const { report } = await checkText('id\n', { columns: [...columns] });
  expect(renderReport(report, plain)).toContain('  ✕ table.empty  the file has no rows\n');
});

test('drift that is not judged is one line', async () => {
  const drift = { rows: '50%', nulls: '5%', distinct: '50%', distribution: 0.25 };
  const { report } = await checkText('id\n1\n', { columns: [...columns], table: { drift } });
  expect(
    renderReport(report, plain)
      .split('\n')
      .filter((line) => line.includes('not checked')),
  ).toEqual(['  – drift  not checked, no history is kept; give it a folder, or server, with --history']);
});
