import { contractShape } from '@sightglass/model/contract';
import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { ContractError } from '../contract/contract-error.ts';
import { flawsIn } from '../contract/prove-contract.ts';
import { shapeWords } from '../contract/shape-words.ts';
import { csvwTable, csvwTables, fromCsvw, titlesIn } from './csvw.ts';
import { dataPackage, dataResource, fromDataResource } from './data-package.ts';
import { pathsOf, type ResourcePaths } from './foreign-keys.ts';
import { readErrorWords } from '../source/read-error-words.ts';
import type { Imported } from './imported.ts';
import { fromOdcs, odcsContract } from './odcs.ts';
import { fromTableSchema, tableSchema } from './table-schema.ts';

/**
 * Reads a Frictionless Table Schema, Data Resource or Data Package, CSVW metadata, or an ODCS contract, YAML or JSON;
 * `table` names one of several. Raises ContractError.
 */
export const importContract = async (file: string, table?: string): Promise<Imported> => {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ContractError(readErrorWords(file, error), { cause: error });
  });
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new ContractError(`${file}: ${problem.message}`);
  const { contract, notes } = importedFrom(withoutNulls(document.toJS()), file, table);
  return { contract, notes: [...notes, ...corrections(contract)] };
};

/** Both languages write null for what is not said. */
const withoutNulls = (content: unknown): unknown => {
  if (Array.isArray(content)) return content.map(withoutNulls);
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(
    Object.entries(content).flatMap(([key, value]: [string, unknown]) =>
      value === null ? [] : [[key, withoutNulls(value)]],
    ),
  );
};

/** What stands in the contract as it stood in the other, and cannot be used like that. */
const corrections = (contract: Imported['contract']): string[] => {
  const shaped = contractShape.safeParse(contract);
  const flaws = shaped.success ? flawsIn(shaped.data) : shaped.error.issues;
  return flaws.map(({ path, message }) => `correct ${path.join('.')}: ${message}`);
};

const importedFrom = (content: unknown, file: string, table: string | undefined): Imported => {
  if (has(content, 'kind')) {
    const contract = parsed(odcsContract, content, `${file} is not an ODCS contract`);
    return fromOdcs(contract, table) ?? noSuchTable(file, table, contract.schema);
  }
  if (has(content, 'resources')) {
    const { resources } = parsed(dataPackage, content, `${file} is not a Frictionless Data Package`);
    const found = resources.find(({ name }) => table === undefined || name === table);
    return found === undefined ? noSuchTable(file, table, resources) : resourceIn(found, file, pathsOf(resources));
  }
  if (has(content, 'tableSchema'))
    return fromCsvw(parsed(csvwTable, content, `${file} is not CSVW metadata of a table`));
  if (has(content, 'tables')) {
    const { tables } = parsed(csvwTables, content, `${file} is not CSVW metadata of tables`);
    const found = tables.find(({ url }) => table === undefined || url === table);
    const names = tables.map(({ url = '' }) => ({ name: url }));
    return found === undefined
      ? noSuchTable(file, table, names)
      : fromCsvw(parsed(csvwTable, found, `${file} is not CSVW metadata of a table`), titlesIn(tables));
  }
  if (has(content, 'schema')) {
    return resourceIn(content, file, new Map());
  }
  if (isOurs(content))
    throw new ContractError(`${file} is already a Sightglass contract. Check it: sightglass contract validate ${file}`);
  const neither = `${file} is neither a Frictionless Table Schema nor an ODCS contract`;
  return fromTableSchema(parsed(tableSchema, content, neither));
};

const resourceIn = (content: unknown, file: string, paths: ResourcePaths): Imported =>
  fromDataResource(parsed(dataResource, content, `${file} is not a Frictionless Data Resource with a schema`), paths);

/** Another language names its columns `fields` or `schema`. */
const isOurs = (content: unknown): boolean =>
  !has(content, 'fields') && (has(content, 'columns') || contractShape.safeParse(content).success);

const has = (content: unknown, key: string): boolean =>
  typeof content === 'object' && content !== null && key in content;

const parsed = <T extends z.ZodType>(shape: T, content: unknown, otherwise: string): z.output<T> => {
  const { data, error } = shape.safeParse(content);
  if (error === undefined) return data as z.output<T>;
  throw new ContractError(`${otherwise}: ${error.issues.map((issue) => issueWords(issue, content)).join('; ')}`);
};

const issueWords = (issue: z.core.$ZodIssue, content: unknown): string => {
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    content,
  );
  const where = issue.path.length === 0 ? 'it' : issue.path.join('.');
  return `${where} ${value === undefined ? 'is missing' : (shapeWords(issue, value) ?? issue.message)}`;
};

const noSuchTable = (file: string, table: string | undefined, all: readonly { readonly name: string }[]): never => {
  throw new ContractError(`${file} has no table "${table}"; it has ${all.map(({ name }) => name).join(', ')}`);
};
