import { basename } from 'node:path';
import type { CheckReport, ColumnProfile, ContractInput } from '@sightglass/model/contract';
import { checkFile, type Examined, examineFile } from './check-file.ts';
import type { CheckOptions } from './check-options.ts';
import { type ColumnInput, given } from './import/imported.ts';
import { inferFormat } from './profile/infer-format.ts';
import { inferType } from './profile/infer-type.ts';
import { SourceError } from './source/source-error.ts';

/** A text that takes so few values is taken to take no others. */
const mostAllowed = 10;
const leastRowsPerValue = 20;
/** An estimate of distinct values is off by a few percent. */
const nearlyAll = 0.95;

/** A first contract, which the file it was read from keeps. Reads the file two or three times. Raises SourceError. */
export const inferContract = async (
  file: string,
  options: Pick<CheckOptions, 'onProgress' | 'signal'> = {},
): Promise<ContractInput> => {
  const raw = await examineFile(file, {}, { ...options, rejects: false });
  const nulls = nullsIn(raw);
  const again = (): Promise<CheckReport> =>
    checkFile(file, { format: { nulls: ['', ...nulls] } }, { ...options, rejects: false });
  const profile = nulls.length === 0 ? raw.report : await again();
  if (profile.columns.length === 0)
    throw new SourceError(`${file} is empty: there is nothing to infer a contract from`);
  let contract = firstGuess(file, profile, nulls);
  for (;;) {
    const report = await checkFile(file, contract, { ...options, rejects: false });
    const loosened = loosen(contract, report);
    if (loosened === undefined) return contract;
    contract = loosened;
  }
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
  const found = states.flatMap(({ dictionary: { texts } }) => {
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

const firstGuess = (file: string, { format, rows, columns }: CheckReport, nulls: readonly string[]): ContractInput => ({
  name: basename(file).replace(/\..*$/u, ''),
  ...formatOf(format, nulls),
  columns: columns.map((profile) => columnOf(profile, rows)),
});

/** What a check would take for granted need not be said. */
const formatOf = (
  { delimiter, encoding }: CheckReport['format'],
  nulls: readonly string[],
): Pick<ContractInput, 'format'> => {
  const format = given({
    delimiter: delimiter === null || delimiter === ',' ? undefined : delimiter,
    encoding: encoding === 'utf-8' ? undefined : encoding,
    nulls: nulls.length === 0 ? undefined : ['', ...nulls],
  });
  return Object.keys(format).length === 0 ? {} : { format };
};

const columnOf = (profile: ColumnProfile, rows: number): ColumnInput => {
  const { name, inferredType, nulls, distinct, top } = profile;
  const values = rows - nulls;
  const dated = inferredType === 'string' ? inferFormat(top.map(({ value }) => value)) : undefined;
  const isText = inferredType === 'string' && dated === undefined;
  const isEnumeration = isText && distinct <= mostAllowed && values >= distinct * leastRowsPerValue;
  return given({
    name,
    type: dated?.type ?? inferredType,
    format: dated?.format,
    required: nulls === 0 && rows > 0 ? true : undefined,
    unique: values > 1 && distinct >= values * nearlyAll ? true : undefined,
    allowed:
      isEnumeration && distinct <= top.length && distinct > 0 ? top.map(({ value }) => value).toSorted() : undefined,
  }) as ColumnInput;
};

const asText = (column: ColumnInput): ColumnInput =>
  given({ ...column, type: 'string' as const, format: undefined }) as ColumnInput;

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
