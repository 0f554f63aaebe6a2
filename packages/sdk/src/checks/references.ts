import { dirname, resolve } from 'node:path';
import { type Expectation, contractShape } from '@sightglass/model/contract';
import { ContractError } from './contract/contract-error.ts';
import { positionIn } from './contract/read-contract.ts';
import { splitRecord } from './csv/split-record.ts';
import { delimiterOf } from './csv/delimiter.ts';
import { openSource } from './source/open-source.ts';

interface Reference {
  readonly file: string;
  readonly key: string;
}

const mostReferenceBytes = 256 << 20;

/** The values references may take, by the id of their expectation. Files are sought from the folder of the contract. */
export const referenceValues = async (
  expectations: readonly Expectation[],
  contractFile: string | undefined,
): Promise<Map<string, string[]>> => {
  const found = new Map<string, string[]>();
  const references = expectations.filter(({ kind }) => kind === 'reference');
  for (const [index, { id, value }] of references.entries()) {
    const { file, key } = value as Reference;
    const path = resolve(contractFile === undefined ? '.' : dirname(contractFile), file);
    const values = await valuesIn(path, key).catch((error: Error) => {
      const position = positionIn(contractFile, ['table', 'references', index, 'file']);
      throw new ContractError(`${position}: ${error.message}`, { cause: error });
    });
    found.set(id, values);
  }
  return found;
};

const valuesIn = async (file: string, key: string): Promise<string[]> => {
  await using source = await openSource(file);
  const { reader } = source;
  const bytes = await reader.peek(mostReferenceBytes);
  const { quote } = contractShape.parse({}).format;
  const dialect = { delimiter: delimiterOf(bytes, quote).charCodeAt(0), quote: quote.charCodeAt(0), ownFields: 0 };
  const header = splitRecord(bytes, 0, dialect);
  const column = header.fields.indexOf(key);
  if (column === -1) throw new ContractError(`${file} has no column "${key}"; it has ${header.fields.join(', ')}`);
  const values = new Set<string>();
  for (let at = header.next; at < bytes.length;) {
    const record = splitRecord(bytes, at, dialect);
    values.add(record.fields[column] ?? '');
    at = record.next;
  }
  return [...values];
};
