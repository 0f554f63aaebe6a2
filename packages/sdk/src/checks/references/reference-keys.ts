import { dirname, resolve } from 'node:path';
import { type Contract, contractShape, type Expectation, type FileReference } from '@sightglass/model/contract';
import { RowIndex } from '../blocks/row-index.ts';
import { scannerOf } from '../blocks/scanner-of.ts';
import { cutBlocks } from '../blocks/cut-blocks.ts';
import { ContractError } from '../contract/contract-error.ts';
import { positionIn } from '../contract/read-contract.ts';
import { lineFeed } from '../csv/dialect.ts';
import type { ScanState } from '../csv/scanner.ts';
import { createFieldTable, type FieldTable } from '../field-table.ts';
import { createSeenKeys } from '../jsonl/seen-keys.ts';
import { type Layout, layoutOf } from '../layout.ts';
import { openSource } from '../source/open-source.ts';
import { comparableReader, keyOf } from './comparable.ts';

/** The keys of the files that references point to, by the index of their expectation. */
export type ReferenceKeys = ReadonlyMap<number, readonly string[]>;

export interface ReferencingFile {
  readonly contract: Contract;
  /** Path of the contract, from whose folder files are sought. */
  readonly contractFile: string | undefined;
  /** Path of the file that is checked; undefined when there is none yet. */
  readonly file: string | undefined;
}

/** Reads the keys that references may take, from files of any format. Raises ContractError with the position of the reference. */
export const referenceKeys = async (
  expectations: readonly Expectation[],
  { contract, contractFile, file }: ReferencingFile,
): Promise<Map<number, string[]>> => {
  const found = new Map<number, string[]>();
  const references = [...expectations.entries()].filter(([, { kind }]) => kind === 'reference');
  for (const [order, [ruleIndex, { value }]] of references.entries()) {
    const rules = value as FileReference;
    const { file: target } = rules;
    const path =
      target === undefined ? file : resolve(contractFile === undefined ? '.' : dirname(contractFile), target);
    if (path === undefined) continue;
    const format = target === undefined ? contract.format : contractShape.parse({}).format;
    const keys = await keysIn(path, rules, { ...contract, format }).catch((error: Error) => {
      const position = positionIn(contractFile, ['table', 'references', order, target === undefined ? 'keys' : 'file']);
      throw new ContractError(`${position}: ${error.message}`, { cause: error });
    });
    found.set(ruleIndex, keys);
  }
  return found;
};

/** In memory, as are all keys. */
const mostKeyCharacters = 256 << 20;

const keysIn = async (file: string, { columns, keys }: FileReference, contract: Contract): Promise<string[]> => {
  await using source = await openSource(file, contract.format.encoding);
  const sought = contractShape.parse({ columns: keys.map((name) => ({ name })) });
  const layout = await layoutOf(file, source, { ...sought, format: contract.format });
  const { names } = layout.header;
  const missing = keys.find((name) => !names.includes(name));
  if (missing !== undefined) throw new ContractError(`${file} has no column "${missing}"; it has ${names.join(', ')}`);
  const readers = columns.map((name) => comparableReader(contract.columns.find((one) => one.name === name)));
  const found = new Set<string>();
  let characters = 0;
  for await (const texts of rowsOf(file, layout, keys)) {
    const key = keyOf(texts.map((text, index) => (text === '' ? undefined : readers[index]!(text))));
    if (key === undefined || found.has(key)) continue;
    found.add(key);
    characters += key.length;
    if (characters > mostKeyCharacters)
      throw new ContractError(`${file} has more than 256 MiB of keys; compare with a file of fewer`);
  }
  return [...found];
};

/** The texts of some columns, row by row. */
async function* rowsOf(file: string, layout: Layout, keys: readonly string[]): AsyncIterable<string[]> {
  const { type, dialect, reader, endOfRecords } = layout;
  const header = type === 'csv' ? layout.header.names : keys;
  const columns = keys.map((name) => header.indexOf(name));
  const scan = scannerOf({ type: type === 'csv' ? 'csv' : 'jsonl', dialect, header }, createSeenKeys());
  const table = createFieldTable(header.length);
  for await (const block of cutBlocks({ reader, file, endOfRecords, spareBuffers: [] })) {
    const bytes = Buffer.from(block.buffer);
    bytes[block.bytes] = lineFeed;
    const state: ScanState = { at: 0, line: 0, spare: 0, lf: 0, crlf: 0, cr: 0 };
    const index = new RowIndex();
    while (state.at < block.bytes) {
      state.spare = block.bytes + 1;
      scan(bytes, block.bytes, dialect, state, { table, index, onMalformed: () => undefined });
      for (let row = 0; row < table.rows; row += 1) yield columns.map((column) => textIn(bytes, table, row, column));
    }
  }
}

const textIn = (bytes: Buffer, { width, starts, ends }: FieldTable, row: number, column: number): string =>
  bytes.toString('utf8', starts[row * width + column], ends[row * width + column]);
