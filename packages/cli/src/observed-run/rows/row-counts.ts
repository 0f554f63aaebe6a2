import { attributes as names, emptyLedger, ledgerColumns, ledgerDifference, type Ledger } from '@sightglass/model';
import { flatten, parseObject } from '../../lines/json-object.ts';
import type { OutputRecord } from '../../lines/join-lines.ts';
import type { Attributes } from '../../lines/parsed-line.ts';
import { endsInTime } from './ends-in-time.ts';
import { ledgerInText, namesOtherThing } from './ledger-in-text.ts';
import { createLineBatch } from './line-batch.ts';
import type { LedgerColumn, RowRule } from './row-rules.ts';
import { isOtherUnit } from './row-units.ts';
import { wholeCountOf } from './whole-count.ts';

/** The counts in a program's lines; what none of them holds is absent. */
export type RowCounts = Partial<Ledger>;

/** For the lines of one batch, which usually take it a millisecond; some patterns take ages for a single line. */
const ruleTimeoutMs = 1_000;

type Line = Parameters<RowCounter['read']>[0];

export interface RowCounter {
  readonly read: (record: Pick<OutputRecord, 'body' | 'attributes' | 'lines'>) => void;
  readonly counts: () => RowCounts;
  /** Rules that no line has given a count, as they were written; a file of rules where none of them has been. */
  readonly idleRules: () => readonly string[];
  /** Rules that took too long, as they were written. From then on nothing is counted: what the others count is not the whole. */
  readonly stoppedRules: () => readonly string[];
}

/**
 * Reads counts of rows off the lines of a program, by rules; without any, a line that has both `read` and `written`, as fields or
 * as `read=7 written=7`, is a ledger.
 */
export const createRowCounter = (rules: readonly RowRule[] | undefined): RowCounter =>
  rules === undefined ? createLedgerFinder() : createRuleReader(rules);

const createLedgerFinder = (): RowCounter => {
  let latest: RowCounts = {};
  return {
    read: (record) => {
      latest = { ...latest, ...ledgerIn(record) };
    },
    counts: () => latest,
    idleRules: () => [],
    stoppedRules: () => [],
  };
};

const createRuleReader = (rules: readonly RowRule[]): RowCounter => {
  const latest = new Map<RowRule, RowCounts>();
  const stopped = new Set<RowRule>();
  const keep = (rule: RowRule, record: Line): void => {
    const found = countsBy(rule, record);
    if (found === undefined) return;
    const before = latest.get(rule) ?? {};
    latest.set(rule, rule.isAdded ? sumOf([before, found]) : { ...before, ...found });
  };
  const batch = createLineBatch((lines) => {
    for (const rule of rules) {
      if (stopped.size > 0) return;
      if (!endsInTime(() => lines.forEach((line) => keep(rule, line)), ruleTimeoutMs)) stopped.add(rule);
    }
  });
  const isUsed = (rule: RowRule): boolean => latest.has(rule) || stopped.size > 0;
  return {
    read: (record) => {
      if (rules.length > 0 && stopped.size === 0) batch.push(record);
    },
    counts: () => {
      batch.flush();
      return stopped.size > 0 ? {} : sumOf([...latest.values()]);
    },
    idleRules: () => {
      batch.flush();
      return idleRulesOf(rules, isUsed);
    },
    stoppedRules: () => [...stopped].map(({ text }) => text),
  };
};

/** A file may have rules for several programs. */
const idleRulesOf = (rules: readonly RowRule[], isUsed: (rule: RowRule) => boolean): string[] => {
  const usedFiles = new Set(rules.filter(isUsed).map(({ file }) => file));
  const idle = rules.filter((rule) => !isUsed(rule) && (rule.file === undefined || !usedFiles.has(rule.file)));
  return [...new Set(idle.map(({ file, text }) => file ?? text))];
};

const sumOf = (all: readonly RowCounts[]): RowCounts => {
  const sum: { -readonly [column in LedgerColumn]?: number } = {};
  for (const counts of all)
    for (const column of ledgerColumns) {
      const count = counts[column];
      if (count !== undefined) sum[column] = (sum[column] ?? 0) + count;
    }
  return sum;
};

const countsBy = ({ pattern, columns, keys, when }: RowRule, record: Line): RowCounts | undefined => {
  const fits = Object.entries(when ?? {}).every(([key, value]) => fieldOf(record, key) === value);
  if (!fits) return undefined;
  const values =
    pattern === undefined ? keys?.map((key) => record.attributes[key]) : wholeGroupsOf(pattern, record.lines());
  return values === undefined ? undefined : countsOf(columns.map((column, at) => [column, values[at]]));
};

/** Undefined where a group at the start or the end of the match is cut from a longer number: `234` of `1,234`. */
const wholeGroupsOf = (pattern: RegExp, line: string): string[] | undefined => {
  const match = pattern.exec(line);
  if (match === null) return undefined;
  const [whole, ...groups] = match;
  const end = match.index + whole.length;
  const found = groups.filter(Boolean);
  const isCutBefore =
    found.some((group) => whole.startsWith(group)) &&
    endsInNumber.test(line.slice(Math.max(0, match.index - 2), match.index));
  const isCutBehind = found.some((group) => whole.endsWith(group)) && numberGoesOn.test(line.slice(end, end + 5));
  return isCutBefore || isCutBehind ? undefined : groups;
};
const endsInNumber = /\d[,._'\u2019\u00a0\u202f]$/;
const numberGoesOn = /^(?:\d|[,._'\u2019\u00a0\u202f]\d{3}(?!\d))/;

/** A field of the line; also one that became the message, level or time of its record. */
const fieldOf = ({ body, attributes, lines }: Line, key: string): string => {
  const value = attributes[key] ?? (key === 'message' ? body : fieldOfJson(lines(), key));
  return String(value);
};

const fieldOfJson = (line: string, key: string): unknown => {
  const object = parseObject(line);
  return object === undefined ? undefined : flatten(object, line).fields.get(key);
};

/** Undefined when none of the values is a count. */
const countsOf = (values: readonly (readonly [LedgerColumn, unknown])[]): RowCounts | undefined => {
  const counts = values.flatMap(([column, value]) => {
    const count = wholeCountOf(value);
    return count === undefined ? [] : [[column, count] as const];
  });
  return counts.length === 0 ? undefined : Object.fromEntries(counts);
};

const ledgerIn = ({ body, attributes, lines }: Line): RowCounts | undefined => {
  const fields = ledgerOf((column) => attributes[column] ?? attributes[`rows_${column}`]);
  // The body of JSON without a message is the line, whose other keys have values of their own.
  if (fields !== undefined) return saysOtherThing(body === lines() ? '' : body, attributes) ? undefined : fields;
  if (!body.includes('read=') || !body.includes('written=')) return undefined;
  const counts = ledgerInText(body);
  return counts === undefined ? undefined : ledgerOf((column) => counts.get(column));
};

/** Fields without a unit are numbers of what their message or a field beside them names. */
const saysOtherThing = (body: string, { unit, units }: Attributes): boolean =>
  namesOtherThing(body) || isOtherUnit(String(unit ?? units ?? ''));

const ledgerOf = (valueOf: (column: LedgerColumn) => unknown): RowCounts | undefined => {
  if (wholeCountOf(valueOf('read')) === undefined || wholeCountOf(valueOf('written')) === undefined) return undefined;
  return countsOf(ledgerColumns.map((column) => [column, valueOf(column)]));
};

/** As attributes of the stage and its run. Rows can only be missing where it is known how many were read and written. */
export const rowAttributes = (counts: RowCounts): { readonly counted: Attributes; readonly explained: Attributes } => {
  const known = ledgerColumns.filter((column) => counts[column] !== undefined);
  if (known.length === 0) return { counted: {}, explained: {} };
  const counted: Attributes = Object.fromEntries(known.map((column) => [attributeOf[column], counts[column] ?? 0]));
  if (counts.read === undefined || counts.written === undefined)
    return { counted: { ...counted, [names.stageLedgerChecked]: false }, explained: counted };
  const difference = ledgerDifference({ ...emptyLedger, ...counts });
  return {
    counted,
    explained: {
      ...counted,
      [names.runBalanced]: difference === 0,
      [names.runRowsVanished]: Math.max(0, difference),
      [names.runRowsAppeared]: Math.max(0, -difference),
    },
  };
};

const attributeOf = {
  read: names.rowsRead,
  written: names.rowsWritten,
  rejected: names.rowsRejected,
  filtered: names.rowsFiltered,
  deduplicated: names.rowsDeduplicated,
  unmatched: names.rowsUnmatched,
} as const satisfies Record<LedgerColumn, string>;
