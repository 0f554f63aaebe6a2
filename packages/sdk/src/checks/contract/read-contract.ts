import { readFileSync } from 'node:fs';
import { nearest } from '@sightglass/model/search/nearest';
import { type Contract, type ContractInput, contractShape } from '@sightglass/model/contract';
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import { ContractError } from './contract-error.ts';
import { readErrorWords } from '../source/read-error-words.ts';
import { given } from '../given.ts';
import { issuesIn, wordsFor } from './issue-words.ts';
import { flawsIn } from './prove-contract.ts';

/** A path of a YAML or JSON file, or the contract itself. */
export type ContractSource = string | ContractInput;

/** Raises ContractError, with line and column when it comes from a file. */
export const readContract = (source: ContractSource = {}): Contract =>
  typeof source === 'string' ? contractIn(readText(source), source) : parsed(source, () => 'contract');

/** The contract in a text of YAML or JSON; `file` is what it is called in errors. */
export const contractIn = (text: string, file: string): Contract => {
  const { document, locate } = opened(text, file);
  if (document.contents !== null && !isMap(document.contents)) throw noContract(file);
  const [error] = document.errors;
  if (error !== undefined) throw new ContractError(`${locate(error.pos[0])}: ${error.message}`);
  if (document.contents === null)
    throw new ContractError(`${file} is empty; name the columns in it, or write it with sightglass contract infer`);
  return parsed(document.toJS(), (position) => locate(offsetOf(document, position)));
};

const noContract = (file: string): ContractError =>
  new ContractError(
    `${file} is not a contract, which names the columns of a file in YAML or JSON; sightglass contract infer writes one for a data file`,
  );

/** Where a path of a contract stands: `orders.yaml:3:5`, or `contract` when it comes from no file. */
export const positionIn = (source: ContractSource | undefined, path: readonly PropertyKey[]): string => {
  if (typeof source !== 'string') return 'contract';
  const { document, locate } = opened(readText(source), source);
  return locate(offsetOf(document, { path }));
};

const opened = (text: string, file: string) => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  visit(document, { Scalar: (_, node) => keepDigits(node) });
  const locate = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  return { document, locate };
};

/** A number that a double does not hold stays as it is written, which bounds may be. */
const keepDigits = (node: Scalar): void => {
  const { source = '' } = node;
  const isLong = typeof node.value === 'number' && /^[+-]?[\d.]{16,}$/u.test(source);
  if (isLong && source !== String(node.value)) node.value = source;
};

const offsetOf = (document: Document, position: ContractPosition): number =>
  nodeOf(document, position)?.range?.[0] ?? 0;

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ContractError(readErrorWords(file, error), { cause: error });
  }
};

const parsed = (given: unknown, locate: (position: ContractPosition) => string): Contract => {
  const result = contractShape.safeParse(given, { jitless: true });
  if (!result.success) {
    const problems = issuesIn(result.error.issues, given);
    throw new ContractError(
      problems.map(({ issue, known }) => `${locate(issue)}: ${wordsFor(issue, known, given, nearest)}`).join('\n'),
    );
  }
  const contract = withWriting(result.data);
  const flaws = flawsIn(contract);
  if (flaws.length > 0) throw new ContractError(flaws.map((flaw) => `${locate(flaw)}: ${flaw.message}`).join('\n'));
  return contract;
};

/** What the format says of numbers and truth holds for each column that says nothing else. */
const withWriting = (contract: Contract): Contract => {
  const { decimal, group, trueWords, falseWords } = contract.format;
  const own = given({ decimal, group, trueWords, falseWords });
  if (Object.keys(own).length === 0) return contract;
  return { ...contract, columns: contract.columns.map((column) => ({ ...own, ...column })) };
};

/** Where something is wrong: at a path, or at a key that stands there. */
interface ContractPosition {
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

/** The node itself, or of an unknown key that key, or of what is missing what should hold it. */
const nodeOf = (document: Document, { path, keys }: ContractPosition): Node | undefined => {
  for (let from = [...path]; ; from = from.slice(0, -1)) {
    const node: unknown = from.length === 0 ? document.contents : document.getIn(from, true);
    if (isNode(node)) return keyNode(node, keys?.[0]) ?? node;
    if (from.length === 0) return undefined;
  }
};

const keyNode = (node: Node, key: string | undefined): Node | undefined => {
  if (!isMap(node)) return undefined;
  const found = node.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
  return isScalar(found?.key) ? found.key : undefined;
};
