import { readFileSync } from 'node:fs';
import { nearest } from '@sightglass/model';
import { type Contract, type ContractInput, contractShape } from '@sightglass/model/contract';
import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { ContractError } from './contract-error.ts';
import { issuesIn, wordsFor } from './issue-words.ts';

/** A path of a YAML or JSON file, or the contract itself. */
export type ContractSource = string | ContractInput;

/** Raises ContractError, with line and column when it comes from a file. */
export const readContract = (source: ContractSource = {}): Contract =>
  typeof source === 'string' ? contractIn(readText(source), source) : parsed(source, () => 'contract');

/** The contract in a text of YAML or JSON; `file` is what it is called in errors. */
export const contractIn = (text: string, file: string): Contract => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [error] = document.errors;
  if (error !== undefined) throw new ContractError(`${at(error.pos[0])}: ${error.message}`);
  const given: unknown = document.toJS() ?? {};
  return parsed(given, (issue) => at(nodeOf(document, issue)?.range?.[0] ?? 0));
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ContractError(`the contract ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
};

const parsed = (given: unknown, locate: (issue: z.core.$ZodIssue) => string): Contract => {
  const result = contractShape.safeParse(given, { jitless: true });
  if (!result.success) {
    const problems = issuesIn(result.error.issues, given);
    throw new ContractError(
      problems.map(({ issue, known }) => `${locate(issue)}: ${wordsFor(issue, known, given, nearest)}`).join('\n'),
    );
  }
  refuseRepeated(result.data);
  return result.data;
};

const refuseRepeated = ({ columns }: Contract): void => {
  const names = columns.map(({ name }) => name);
  const repeated = names.find((name, place) => names.indexOf(name) !== place);
  if (repeated !== undefined) throw new ContractError(`contract: column «${repeated}» is there twice; keep one`);
};

/** The node an issue is about: the unknown key itself, or the value, or what should have held it. */
const nodeOf = (document: Document, issue: z.core.$ZodIssue): Node | undefined => {
  for (let path = [...issue.path]; ; path = path.slice(0, -1)) {
    const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    if (isNode(node)) return (issue.code === 'unrecognized_keys' ? keyNode(node, issue.keys[0]) : undefined) ?? node;
    if (path.length === 0) return undefined;
  }
};

const keyNode = (node: Node, key: string | undefined): Node | undefined => {
  if (!isMap(node)) return undefined;
  const found = node.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
  return isScalar(found?.key) ? found.key : undefined;
};
