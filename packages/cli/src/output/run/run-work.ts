import {
  checkResultWords,
  countOf,
  databaseAddressWords,
  databaseTroubles,
  policyWords,
  rowsByPolicy,
  visibleLine,
} from '@sightglass/model';
import type { ApiList, CheckResult, FileCheck, RunChecks, RunDatabase } from '@sightglass/model/rest';
import { formatCount, formatDuration, formatInstant } from '../format.ts';
import type { Style } from '../style.ts';
import { type Column, renderTable } from '../table.ts';
import { shortName } from '../text.ts';

type Api = ApiList['items'][number];

const marks = { pass: '✓', warn: '!', fail: '✕', skip: '–' } as const satisfies Record<CheckResult, string>;
const formats = { pass: 'green', warn: 'yellow', fail: 'red', skip: 'dim' } as const;
const longestFile = 60;

/** The files a run checked, the worst first, each with what was broken; nothing of a run that checked none. */
export const checkLines = ({ items, files }: RunChecks, style: Style): string[] => {
  if (items.length === 0) return [];
  const more = files - items.length;
  return [
    '',
    ...indented(renderTable(fileColumns(style), items, (file) => failedIn(file, style))),
    ...(more > 0 ? [`  ${style.paint('dim', `and ${countOf(more, 'more file')}`)}`] : []),
  ];
};

const fileColumns = ({ paint }: Style): Column<FileCheck>[] => [
  { title: 'FILE CHECKED', cell: ({ file }) => endOf(visibleLine(file)) },
  { title: 'CONTRACT', cell: ({ contract }) => shortName(contract ?? '') },
  {
    title: 'RESULT',
    cell: ({ result }) => paint(formats[result], `${marks[result]} ${checkResultWords[result].word}`),
  },
  { title: 'ROWS', cell: ({ rows }) => formatCount(rows), align: 'right' },
  { title: 'REJECTED', cell: ({ rejected }) => formatCount(rejected), align: 'right' },
];

/** What distinguishes files is at the end of their paths. */
const endOf = (path: string): string => (path.length <= longestFile ? path : `…${path.slice(1 - longestFile)}`);

const failedIn = ({ results }: FileCheck, { paint }: Style): string[] =>
  results
    .filter(({ result }) => result === 'fail' || result === 'warn')
    .map(
      ({ result, expectation, message }) =>
        `  ${paint(formats[result], marks[result])} ${shortName(expectation)}  ${visibleLine(message)}`,
    );

/** The databases a run used, each with what went wrong there; nothing of a run that used none. */
export const databaseLines = (databases: readonly RunDatabase[], style: Style): string[] =>
  databases.length === 0
    ? []
    : ['', ...indented(renderTable(databaseColumns, databases, (database) => troublesIn(database, style)))];

const databaseColumns: readonly Column<RunDatabase>[] = [
  { title: 'DATABASE USED', cell: (database) => shortName(database.name ?? databaseAddressWords(database)) },
  { title: 'STATEMENTS', cell: ({ statements }) => formatCount(statements), align: 'right' },
  { title: 'TIME', cell: ({ durationMs }) => formatDuration(durationMs), align: 'right' },
  { title: 'SLOWEST', cell: ({ slowestMs }) => formatDuration(slowestMs), align: 'right' },
  { title: 'FAILED', cell: ({ failed }) => formatCount(failed), align: 'right' },
  { title: 'COMMITTED', cell: ({ committed }) => formatCount(committed), align: 'right' },
  { title: 'ROLLED BACK', cell: ({ rolledBack }) => formatCount(rolledBack), align: 'right' },
];

const troublesIn = (database: RunDatabase, { paint }: Style): string[] =>
  databaseTroubles(database, { duration: formatDuration, counted: countOf, time: formatInstant }).map(
    (words) => `  ${paint('yellow', marks.warn)} ${visibleLine(words)}`,
  );

/** The APIs a run called, and what failed calls did to its rows; nothing of a run that called none. */
export const apiLines = (apis: readonly Api[]): string[] =>
  apis.length === 0 ? [] : ['', ...indented(renderTable(apiColumns, apis))];

const apiColumns: readonly Column<Api>[] = [
  { title: 'API CALLED', cell: ({ name }) => shortName(name) },
  { title: 'CALLS', cell: ({ calls }) => formatCount(calls), align: 'right' },
  { title: 'REQUESTS', cell: ({ requests }) => formatCount(requests), align: 'right' },
  { title: 'FAILED', cell: ({ failed }) => formatCount(failed), align: 'right' },
  { title: 'NOT SENT', cell: ({ notSent }) => formatCount(notSent), align: 'right' },
  {
    title: 'P95',
    cell: ({ durationMs }) => (durationMs === null ? '' : formatDuration(durationMs.p95)),
    align: 'right',
  },
  { title: 'ROWS AFFECTED', cell: ({ rowsAffected }) => affectedWords(rowsAffected) },
];

const affectedWords = (rowsAffected: Api['rowsAffected']): string =>
  rowsByPolicy(rowsAffected)
    .map(({ policy, rows }) => `${formatCount(rows)} ${policyWords[policy]}`)
    .join(', ');

const indented = (text: string): string[] => text.split('\n').map((line) => `  ${line}`);
