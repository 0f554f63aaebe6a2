import {
  type CheckResult,
  type CheckStatus,
  type ColumnType,
  type Contract,
  type Expectation,
  type FileReference,
  statusOf,
} from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import type { Collector, Tally } from './collector.ts';
import { compareHeader, type Header } from './csv/header.ts';
import { similarWords } from './csv/similar-name.ts';
import { countOf } from '@sightglass/model/words/count';
import { parseDuration } from '@sightglass/model/words/duration';
import { describe, inFuture, noTime } from './describe.ts';
import { aggregateColumns } from './aggregates/aggregator.ts';
import { findAggregate } from './aggregates/find-aggregate.ts';
import { type DriftFacts, findDrift } from './drift/find-drift.ts';
import { columnsNamed } from './expression/words.ts';
import type { FileLearned } from './read-rows.ts';
import type { SqlAnswer } from './sql/messages.ts';
import { shownRows } from './sql/shown-rows.ts';

/** All that is known of a file when it has been read. */
export interface Findings {
  readonly contract: Contract;
  readonly header: Header;
  /** Names of the columns of the file. */
  readonly present: ReadonlySet<string>;
  readonly collector: Collector;
  readonly learned: FileLearned;
  /** The last line, where it is no row. */
  readonly trailer: string | undefined;
  /** Undefined where nothing of a file is expected of earlier ones. */
  readonly drift: DriftFacts | undefined;
  /** Undefined where no query is run: there is no header, or these are rejected rows. */
  readonly sql: ReadonlyMap<number, SqlAnswer> | undefined;
  /** Whether a message may hold values of the file. */
  readonly showsValues: boolean;
  readonly trailerField: (field: number | string) => string | undefined;
  readonly encoding: string;
  readonly modifiedAt: Date;
  readonly bytes: number;
  /** Rows another check has rejected: they say nothing of the whole file they came from. */
  readonly isRejectFile: boolean;
  /** What happened to the file while it was read. */
  readonly change: string | undefined;
  /** The values of some rows that broke an expectation, to be shown. */
  readonly offending: (expectation: Expectation, tally: Tally) => string | undefined;
  readonly now: Date;
}

/** What was found, and where nothing could be checked, why. */
interface Found {
  readonly tally: Tally;
  readonly detail?: string;
  /** What may be the cause. */
  readonly hint?: string;
  readonly skipped?: string;
  /** Of how many, where it is not one file. */
  readonly checked?: number;
}

const nothing: Tally = { count: 0, lines: [], rows: [] };
const one = (isBroken: boolean, detail?: string): Found => ({
  tally: { ...nothing, count: isBroken ? 1 : 0 },
  ...(detail === undefined ? {} : { detail }),
});

/** One result for each expectation, in their order. */
export const resultsOf = (expectations: readonly Expectation[], findings: Findings): CheckResult[] =>
  expectations.map((expectation, ruleIndex) => {
    const found = find(expectation, ruleIndex, findings);
    const isWhole = expectation.scope === 'file' || expectation.scope === 'table';
    const checked = found.checked ?? (isWhole ? 1 : findings.collector.rows);
    const { count, lines } = found.tally;
    const status: CheckStatus = found.skipped === undefined ? statusOf(expectation, count, checked) : 'skip';
    return {
      expectation: expectation.id,
      scope: expectation.scope,
      column: expectation.column ?? null,
      status,
      message: [describe(expectation, { count, detail: found.detail, skipped: found.skipped }), found.hint]
        .filter(Boolean)
        .join('; '),
      count,
      percent: checked === 0 ? 0 : Math.min(100, (count / checked) * 100),
      lines,
      warn: expectation.warn,
      error: expectation.error,
    };
  });

const find = (expectation: Expectation, ruleIndex: number, findings: Findings): Found => {
  const { collector } = findings;
  if (expectation.scope === 'file') return findInFile(expectation, findings);
  if (expectation.scope === 'table') return findInTable(expectation, ruleIndex, findings);
  const missing = [expectation.column, ...columnsNeeded(expectation, findings.contract)].find(
    (name) => name !== undefined && !findings.present.has(name),
  );
  if (missing !== undefined) return { tally: nothing, skipped: `the file has no column "${missing}"` };
  const tally = collector.tallies[ruleIndex] ?? nothing;
  const detail = findings.offending(expectation, tally);
  return { tally, ...(detail === undefined ? {} : { detail }) };
};

/** Besides its own column. */
const columnsNeeded = ({ kind, value, when = '' }: Expectation, { columns }: Contract): readonly string[] => {
  const named = kind === 'expression' ? `${value as string} ${when}` : when;
  if (named !== '') return columnsNamed(named, columns).map(({ name }) => name);
  if (kind === 'reference') return (value as FileReference).columns;
  return kind === 'unique' && Array.isArray(value) ? (value as string[]) : [];
};

const findInFile = ({ kind, value }: Expectation, findings: Findings): Found => {
  const { header, contract, encoding, collector } = findings;
  if (kind === 'encoding') return one(value !== undefined && value !== encoding, encoding);
  if (kind === 'line_ends') return lineEnds(collector);
  if (kind === 'trailer') return one(findings.trailer === undefined && !findings.isRejectFile, findings.trailer);
  if (kind === 'unchanged') return one(findings.change !== undefined, findings.change);
  if (header.names.length === 0) return { tally: nothing, skipped: 'the file has no header' };
  const { missing, extra, moved } = compareHeader(header, contract);
  const names = { missing_columns: missing, duplicate_columns: header.duplicates, extra_columns: extra }[kind] ?? moved;
  const hint = kind === 'missing_columns' ? similarWords(missing, extra) : undefined;
  return {
    tally: { ...nothing, count: names.length },
    ...(names.length === 0 ? {} : { detail: listOf(names) }),
    ...(hint === undefined ? {} : { hint }),
  };
};

const mostNames = 20;
const longestName = 60;

/** Of a file that is no text, a name may be as long as the file. */
const listOf = (names: readonly string[]): string => {
  const shown = names
    .slice(0, mostNames)
    .map((name) => (name.length > longestName ? `${name.slice(0, longestName)}…` : name));
  return shown.join(', ') + (names.length > mostNames ? ` and ${names.length - mostNames} more` : '');
};

const lineEnds = ({ lineEnds: { lf, crlf, cr } }: Collector): Found => {
  const kinds = [lf, crlf, cr].filter((count) => count > 0).length;
  return one(kinds > 1, `${lf} LF, ${crlf} CRLF, ${cr} CR`);
};

const findInTable = (expectation: Expectation, ruleIndex: number, findings: Findings): Found => {
  const { kind, value } = expectation;
  if (findings.isRejectFile) return { tally: nothing, skipped: 'these are rejected rows of another file' };
  const { rows } = findings.collector;
  if (kind === 'empty')
    return rows === 0
      ? one(value === 'fail', findings.header.names.length === 0 ? 'the file is empty' : 'the file has no rows')
      : one(false, `${countOf(rows, 'row')} in ${findings.bytes} bytes`);
  if (kind === 'sql') return sqlFound(ruleIndex, findings);
  if (kind === 'drift') return withTally(findDrift(expectation, findings.drift));
  if (kind === 'aggregate') return aggregateFound(expectation, ruleIndex, findings);
  if (kind === 'freshness') return freshness(value as Freshness, findings);
  const { min = 0, max = Infinity } = value as { readonly min?: number; readonly max?: number };
  return one(rows < min || rows > max, countOf(rows, 'row'));
};

/** Of the rows of the file. */
const sqlFound = (ruleIndex: number, { sql, collector, showsValues }: Findings): Found => {
  const answer = sql?.get(ruleIndex);
  if (answer?.kind !== 'rows')
    return { tally: nothing, skipped: answer?.kind === 'skipped' ? answer.reason : 'the file has no header' };
  const { count, lines } = answer.rows;
  const detail = count === 0 || !showsValues ? undefined : shownRows(answer.rows);
  return {
    tally: { count, lines: [...new Set(lines)], rows: [] },
    checked: Math.max(1, collector.rows),
    ...(detail === undefined ? {} : { detail }),
  };
};

const aggregateFound = (expectation: Expectation, ruleIndex: number, findings: Findings): Found => {
  const { contract, present, collector, learned } = findings;
  const missing = aggregateColumns(expectation, contract.columns).find((name) => !present.has(name));
  if (missing !== undefined && collector.rows > 0)
    return { tally: nothing, skipped: `the file has no column "${missing}"` };
  const facts = { ...findings, rows: collector.rows, groups: learned.groups.get(ruleIndex) };
  return withTally(findAggregate(expectation, facts));
};

const withTally = ({ count, ...found }: Omit<Found, 'tally'> & { readonly count: number }): Found => ({
  ...found,
  tally: { ...nothing, count },
});

interface Freshness {
  readonly maxAge: string;
  readonly column?: string;
}

const freshness = ({ maxAge, column }: Freshness, findings: Findings): Found => {
  const { contract, collector, header, learned, modifiedAt, now } = findings;
  const columnIndex = column === undefined ? -1 : header.names.indexOf(column);
  const newestMs = column === undefined ? modifiedAt.getTime() : (learned.states[columnIndex]?.high ?? -Infinity);
  if (!Number.isFinite(newestMs)) {
    if (collector.rows === 0) return { tally: nothing, skipped: 'the file has no rows' };
    return columnIndex < 0 ? { tally: nothing, skipped: `the file has no column "${column}"` } : one(true, noTime);
  }
  const mostMs = parseDuration(maxAge, ['m', 'h', 'd']) ?? 0; // the contract refuses any other
  const ageMs = now.getTime() - newestMs;
  const isDay = rulesOfType(contract, column) === 'date';
  const isFuture = -ageMs > (isDay ? earliestZoneMs : clockSkewMs);
  const newest = `${column === undefined ? 'it was written' : 'its newest value is'} ${new Date(newestMs).toISOString()}`;
  return one(isFuture || ageMs > mostMs, isFuture ? `${newest}, ${inFuture}` : newest);
};

/** Clocks differ by less than this. */
const clockSkewMs = 5 * 60_000;
/** So much earlier than in UTC a day begins at UTC+14. */
const earliestZoneMs = 14 * 3_600_000;

const rulesOfType = ({ columns }: Contract, column: string | undefined): ColumnType | undefined => {
  const rules = columns.find(({ name }) => name === column);
  return rules === undefined ? undefined : columnTypeOf(rules.type);
};
