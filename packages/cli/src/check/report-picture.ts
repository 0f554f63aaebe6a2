import { checkResultWords } from '@sightglass/model/verdict/contract-words';
import { countOf } from '@sightglass/model/words/count';
import { visibleLine } from '@sightglass/model/words/visible-line';
import type { CheckReport, CheckResult, CheckStatus, ColumnProfile } from '@sightglass/model/contract';
import { formatBytes, formatCount, formatDuration } from '../output/format.ts';
import type { Style } from '../output/style.ts';
import { renderTable, type Column } from '../output/table.ts';
import { shortName } from '../output/text.ts';
import { isOfContract } from './of-contract.ts';

const marks: Readonly<Record<CheckStatus, string>> = { pass: '✓', warn: '!', fail: '✕', skip: '–' };
const formats = { pass: 'green', warn: 'yellow', fail: 'red', skip: 'dim' } as const;

/** A check as text: the verdict, what was broken and where, and what is in the columns. */
export const renderReport = (report: CheckReport, style: Style): string =>
  [
    heading(report, style),
    ...failedLines(report, style),
    ...rejects(report),
    ...earlier(report),
    ...(report.columns.length === 0 ? [] : ['', renderTable(columns, report.columns)]),
  ].join('\n');

const heading = (report: CheckReport, { paint }: Style): string => {
  const { status, file, rows, rejected, bytes, format, durationMs } = report;
  const facts = [
    `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`,
    `${formatCount(rejected)} rejected`,
    formatBytes(bytes),
    [format.compression, format.encoding].filter(Boolean).join(' '),
    formatDuration(durationMs),
  ];
  return `${paint(formats[status], `${marks[status]} ${checkResultWords[status].word}`)}  ${paint('bold', visibleLine(file))}  ${facts.join(' · ')}`;
};

const shownOrder: readonly CheckStatus[] = ['fail', 'warn', 'skip'];

const failedLines = (report: CheckReport, style: Style): string[] => {
  const { results } = report;
  const own = results.filter(({ scope, expectation: id }) => isOfContract({ scope, id }));
  const passed = own.filter(({ status }) => status === 'pass').length;
  return [
    ...(isEmpty(report) ? shownOrder.slice(0, -1) : shownOrder)
      .flatMap((shown) => withOneDrift(results.filter(({ status }) => status === shown)))
      .flatMap((result) => resultLines(result, style)),
    ...(own.length === 0
      ? []
      : [`  ${style.paint('dim', `${passed} of ${countOf(own.length, 'expectation')} of the contract passed`)}`]),
  ];
};

const skippedWords = /(?<=: )not checked, .*$/su;

/** What of drift was skipped, for one reason as a rule, is one line. */
const withOneDrift = (results: readonly CheckResult[]): CheckResult[] => {
  const reasons = new Set<string>();
  return results.flatMap((result): CheckResult[] => {
    if (result.status !== 'skip' || !result.expectation.startsWith('drift.')) return [result];
    const message = skippedWords.exec(result.message)?.[0] ?? result.message;
    return reasons.size === reasons.add(message).size ? [] : [{ ...result, expectation: 'drift', message }];
  });
};

/** There is not even a header, so nothing else could be checked. */
const isEmpty = ({ rows, results }: CheckReport): boolean =>
  rows === 0 && results.some(({ expectation, status }) => expectation === 'file.missing_columns' && status === 'skip');

const resultLines = (result: CheckResult, { paint }: Style): string[] => {
  const { status, expectation, message, count, percent, lines } = result;
  const where =
    lines.length === 0
      ? ''
      : ` (${percentWords(percent)}; line ${lines.join(', ')}${count > lines.length ? ' …' : ''})`;
  return [
    `  ${paint(formats[status], marks[status])} ${shortName(expectation)}  ${visibleLine(message)}${paint('dim', where)}`,
  ];
};

const percentWords = (percent: number): string => (percent < 0.01 ? '< 0.01 %' : `${Number(percent.toFixed(2))} %`);

const rejects = ({ rejectFile }: CheckReport): string[] =>
  rejectFile === null ? [] : [`  rejected rows: ${visibleLine(rejectFile)}`];

const earlier = ({ earlierFiles }: CheckReport): string[] =>
  earlierFiles.map(
    (file) =>
      `  kept from before: ${visibleLine(file)}; recheck or remove it, or use --overwrite to replace the next one`,
  );

const columns: Column<ColumnProfile>[] = [
  { title: 'COLUMN', cell: ({ name }) => shortName(name, 30) },
  { title: 'TYPE', cell: ({ declaredType, inferredType }) => declaredType ?? inferredType },
  { title: 'NULLS', cell: ({ nulls }) => formatCount(nulls), align: 'right' },
  { title: 'DISTINCT', cell: ({ distinct, exact }) => `${exact ? '' : '≈ '}${formatCount(distinct)}`, align: 'right' },
  { title: 'MIN', cell: ({ min }) => shortName(String(min ?? ''), 24) },
  { title: 'MAX', cell: ({ max }) => shortName(String(max ?? ''), 24) },
  {
    title: 'MOST FREQUENT',
    cell: ({ top }) =>
      top
        .slice(0, 3)
        .map(({ value }) => shortName(value, 16))
        .join(', '),
  },
];
