import { createHash } from 'node:crypto';
import { sanitiseSql } from '@sightglass/model';

/** A statement without its data: what it is called in traces, and what makes it the same as another. */
export interface Statement {
  /** With `?` for every literal. */
  readonly text: string;
  /** `INSERT`, `SELECT`, `COPY` … */
  readonly operation: string;
  /** The first table it names. */
  readonly collection: string | undefined;
  /** `INSERT flights`: few, so that they can name spans and be counted by. */
  readonly summary: string;
  readonly fingerprint: string;
}

const name = String.raw`(?:"[^"]+"|\[[^\]]+\]|[\p{L}_][\p{L}\p{N}_$]*)`;
const firstTable = new RegExp(
  String.raw`\b(?:FROM|INTO|UPDATE|TABLE|JOIN|COPY|MERGE(?: INTO)?|EXEC(?:UTE)?|BULK)\s+(?:ONLY\s+|IF (?:NOT )?EXISTS\s+)?(${name}(?:\.${name})*)`,
  'iu',
);
const mostKnown = 1_000;
const longestKey = 4_096;
const known = new Map<string, Statement>();

/** Programs send the same statements again and again, so they are remembered. */
export const describeStatement = (text: string): Statement => {
  const found = known.get(text);
  if (found !== undefined) return found;
  const described = describe(sanitiseSql(text));
  if (known.size >= mostKnown) known.clear();
  if (text.length <= longestKey) known.set(text, described);
  return described;
};

const describe = (text: string): Statement => {
  const operation = operationOf(text);
  const collection = firstTable.exec(text)?.[1]?.replaceAll(/["[\]]/gu, '');
  return {
    text,
    operation,
    collection,
    summary: collection === undefined ? operation : `${operation} ${collection}`.slice(0, 120),
    fingerprint: createHash('sha256').update(text.toLowerCase()).digest('hex').slice(0, 16),
  };
};

/** A common table expression is called by what it ends in. */
const operationOf = (text: string): string => {
  const first = /^[\s(]*([A-Za-z]+)/u.exec(text)?.[1]?.toUpperCase() ?? 'QUERY';
  if (first !== 'WITH') return first;
  return /\)\s*(SELECT|INSERT|UPDATE|DELETE|MERGE)\b/iu.exec(text)?.[1]?.toUpperCase() ?? 'SELECT';
};

/** A bulk load has no text of its own. */
export const describeBulk = (table: string): Statement => {
  const collection = table.replaceAll(/["[\]]/gu, '');
  const operation = 'INSERT BULK';
  return { ...describe(`${operation} ${collection}`), operation, collection, summary: `${operation} ${collection}` };
};
