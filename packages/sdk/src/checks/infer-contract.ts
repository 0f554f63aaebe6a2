import { basename } from 'node:path';
import type { CheckReport, ColumnProfile, ContractInput } from '@sightglass/model/contract';
import { checkFile, type Examined, examineFile } from './check-file.ts';
import type { CheckOptions } from './check-options.ts';
import { given } from './given.ts';
import type { ColumnInput } from './import/imported.ts';
import { inferFormat } from './profile/infer-format.ts';
import { inferType } from './profile/infer-type.ts';
import { SourceError } from './source/source-error.ts';

/** A text that takes so few values is taken to take no others. */
const mostAllowed = 10;
const leastRowsPerValue = 20;
/** Of fewer values it is chance that no two are the same. */
const leastUnique = 100;
/** An estimate of distinct values is off by a few percent. */
const nearlyAll = 0.95;

interface InferOptions extends Pick<CheckOptions, 'onProgress' | 'signal'> {
  /** Called with a check of the file by its contract, where that does not pass: rows that cannot be read are not in the contract. */
  readonly onBroken?: (report: CheckReport) => void;
}

/**
 * A first contract, which the rows that can be read of the file keep. Reads the file two or three times. A column is `unique` only from
 * 100 values on. Raises SourceError.
 */
export const inferContract = async (
  file: string,
  { onBroken, ...options }: InferOptions = {},
): Promise<ContractInput> => {
  const dialect = await inferDialect(file, options);
  const raw = await examineFile(file, { format: dialect }, { ...options, rejects: false });
  const nulls = nullsIn(raw);
  const again = (): Promise<CheckReport> =>
    checkFile(file, { format: { ...dialect, nulls: ['', ...nulls] } }, { ...options, rejects: false });
  const profile = nulls.length === 0 ? raw.report : await again();
  if (profile.columns.length === 0)
    throw new SourceError(`${file} is empty: there is nothing to infer a contract from`);
  let contract = firstGuess(file, profile, nulls, dialect);
  for (;;) {
    const report = await checkFile(file, contract, { ...options, rejects: false });
    const loosened = loosen(contract, report);
    if (loosened !== undefined) contract = loosened;
    else {
      if (report.status !== 'pass') onBroken?.(report);
      return contract;
    }
  }
};

type Dialect = NonNullable<ContractInput['format']>;

/** What makes more of the rows well-formed: comments before the header, an escape sign. */
const inferDialect = async (file: string, options: Pick<CheckOptions, 'signal'>): Promise<Dialect> => {
  const malformed = async (format: Dialect): Promise<number> => {
    const quick = { ...options, rejects: false, profiles: false } as const;
    const { results } = await checkFile(file, { format }, quick);
    const broken = results.filter(({ expectation }) => /^row\.(?:width|quotes)$/u.test(expectation));
    return broken.reduce((sum, { count }) => sum + count, 0);
  };
  let best: Dialect = {};
  let fewest = await malformed(best);
  for (const one of [{ comment: '#' }, { escape: '\\' }]) {
    if (fewest === 0) break;
    const count = await malformed({ ...best, ...one });
    if (count < fewest) [best, fewest] = [{ ...best, ...one }, count];
  }
  return best;
};

/** What programs write where there is no value. */
const nullWords = [
  'NULL',
  'null',
  'Null',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '\\N',
  'NaN',
  'nan',
  'None',
  'none',
  'nil',
  '-',
  '--',
  '<NA>',
  '(null)',
];

/** The words that stand for no value: in a column that otherwise holds no texts, or where they can mean nothing else. */
const nullsIn = ({ states }: Examined): string[] => {
  const found = states.flatMap(({ dictionary }) => {
    const texts = dictionary.texts.all();
    const words = texts.filter((text) => nullWords.includes(text));
    if (words.length === 0) return [];
    const others = texts.filter((text) => !nullWords.includes(text));
    const isTyped = inferType(others) !== 'string' || inferFormat(others) !== undefined;
    return others.length > 0 && (isTyped || words.some((word) => sureWords.has(word))) ? words : [];
  });
  return nullWords.filter((word) => found.includes(word));
};
/** Stand for nothing also among texts. */
const sureWords = new Set(['NULL', '\\N', '#N/A', '<NA>', '(null)', 'N/A', 'n/a']);

const firstGuess = (
  file: string,
  { format, rows, columns }: CheckReport,
  nulls: readonly string[],
  dialect: Dialect,
): ContractInput => ({
  name: basename(file).replace(/\..*$/u, ''),
  ...formatOf(format, nulls, dialect),
  columns: columns.map((profile) => columnOf(profile, rows)),
});

/** What a check would take for granted need not be said. */
const formatOf = (
  { delimiter, encoding }: CheckReport['format'],
  nulls: readonly string[],
  dialect: Dialect,
): Pick<ContractInput, 'format'> => {
  const format = given({
    ...dialect,
    delimiter: delimiter === null || delimiter === ',' ? undefined : delimiter,
    encoding: encoding === 'utf-8' ? undefined : encoding,
    nulls: nulls.length === 0 ? undefined : ['', ...nulls],
  });
  return Object.keys(format).length === 0 ? {} : { format };
};

const columnOf = (profile: ColumnProfile, rows: number): ColumnInput => {
  const { name, inferredType, nulls, distinct, top } = profile;
  const values = rows - nulls;
  const texts = top.map(({ value }) => value);
  const numeric = inferredType === 'string' ? inferWriting(texts) : undefined;
  const dated = inferredType === 'string' && numeric === undefined ? inferFormat(texts) : undefined;
  const isText = inferredType === 'string' && dated === undefined && numeric === undefined;
  const isEnumeration = isText && distinct <= mostAllowed && values >= distinct * leastRowsPerValue;
  return given({
    name,
    type: dated?.type ?? (numeric === undefined ? inferredType : 'number'),
    ...numeric,
    format: dated?.format,
    required: nulls === 0 && rows > 0 ? true : undefined,
    unique: values >= leastUnique && distinct >= values * nearlyAll ? true : undefined,
    allowed:
      isEnumeration && distinct <= top.length && distinct > 0 ? top.map(({ value }) => value).toSorted() : undefined,
  }) as ColumnInput;
};

/** Signs that make numbers of all texts: a decimal comma, with points, blanks or apostrophes between thousands, or commas there. */
const inferWriting = (texts: readonly string[]): Pick<ColumnInput, 'decimal' | 'group'> | undefined => {
  return writings.find(
    ({ sign, shape }) => texts.some((text) => text.includes(sign)) && texts.every((text) => shape.test(text)),
  )?.signs;
};

const writings = [
  { sign: ',', signs: { decimal: ',' }, shape: /^[+-]?\d+(?:,\d+)?$/u },
  { sign: '.', signs: { decimal: ',', group: '.' }, shape: /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/u },
  { sign: ',', signs: { group: ',' }, shape: /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/u },
  { sign: ' ', signs: { decimal: ',', group: ' ' }, shape: /^[+-]?(?:\d{1,3}(?: \d{3})+|\d+)(?:,\d+)?$/u },
  {
    sign: '\u00a0',
    signs: { decimal: ',', group: '\u00a0' },
    shape: /^[+-]?(?:\d{1,3}(?:\u00a0\d{3})+|\d+)(?:,\d+)?$/u,
  },
  { sign: "'", signs: { group: "'" }, shape: /^[+-]?(?:\d{1,3}(?:'\d{3})+|\d+)(?:\.\d+)?$/u },
] as const;

const asText = (column: ColumnInput): ColumnInput =>
  given({
    ...column,
    type: 'string' as const,
    format: undefined,
    decimal: undefined,
    group: undefined,
  }) as ColumnInput;

/** Without what the file breaks; undefined when that is nothing. */
const loosen = (contract: ContractInput, { results }: CheckReport): ContractInput | undefined => {
  const failed = results.filter(({ status, scope }) => status === 'fail' && scope === 'column');
  if (failed.length === 0) return undefined;
  const broken = new Set(failed.map(({ expectation }) => expectation));
  const columns = (contract.columns ?? []).map((column) => {
    const { unique, ...rest } = column;
    const kept = broken.has(`${column.name}.unique`) ? rest : { ...rest, ...(unique === undefined ? {} : { unique }) };
    return broken.has(`${column.name}.type`) ? asText(kept) : kept;
  });
  return { ...contract, columns };
};
