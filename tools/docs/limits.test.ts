import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const pageUrl = new URL('../../docs/reference/limits.md', import.meta.url);
const page = await readFile(pageUrl, 'utf8');

/** `| amount | of what | what happens | [constant](file) |` */
const rows = [...page.matchAll(/^\| ([\d.,]+ ?\S*) +\|.*\[`(\w+)`\]\((\S+)\) +\|$/gm)].map(
  ([, amount = '', constant = '', file = '']) => ({ amount, constant, file }),
);

const units: Readonly<Record<string, number>> = {
  '': 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  s: 1_000,
  min: 60_000,
};
const read = (amount: string): number => {
  const [, digits = '', unit = ''] = /^([\d.,]+) ?(\S*)$/.exec(amount) ?? [];
  return Number(digits.replaceAll(',', '')) * (units[unit] ?? NaN);
};

/** The value of an expression of whole numbers, `*` and `<<`, as limits are written. */
const evaluated = (expression: string): number => {
  const [base = '', shift = '0'] = expression
    .replaceAll('_', '')
    .replaceAll('mebibyte', String(2 ** 20))
    .split('<<');
  return base.split('*').reduce((product, factor) => product * Number(factor), 1) * 2 ** Number(shift);
};
const limitIn = (source: string, constant: string): number =>
  evaluated(new RegExp(`\\b${constant}(?: =|:) ([\\d_*<a-z ]+?)[;,]`).exec(source)?.[1] ?? 'missing');

/** Seconds are read as milliseconds, megabytes as bytes. */
const scaleOf = (constant: string): number =>
  constant.endsWith('Seconds') ? 1_000 : constant.endsWith('Mb') ? 2 ** 20 : 1;

it('every row of the page is compared', () => {
  const ofPage = page.match(/^\| (?!limit |-)/gm) ?? [];
  expect(rows).toHaveLength(ofPage.length);
});

it.each(rows)('$constant is $amount in $file', async ({ amount, constant, file }) => {
  const limit = limitIn(await readFile(new URL(file, pageUrl), 'utf8'), constant);
  expect(limit * scaleOf(constant)).toBe(read(amount));
});
