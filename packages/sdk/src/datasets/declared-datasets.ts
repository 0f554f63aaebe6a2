import { resolve } from 'node:path';
import { canonicalDataset, type Dataset, datasetProblem, type DatasetRole, fileNamespace } from '@sightglass/model';
import { safely } from '../safely.ts';
import type { RowTransaction } from '../run/rows/row-transaction.ts';
import type { Amounts } from './dataset-entry.ts';
import type { DatasetAmounts, DatasetDeclaration } from './dataset-declaration.ts';
import type { DatasetUse } from './dataset-use.ts';
import { heldBy } from './held-by-transaction.ts';

/** Who declares: a stage, or a run outside its stages. */
export interface DatasetDeclarer {
  readonly datasets: DatasetUse;
  /** What is written now is part of it. */
  readonly activeTransaction: RowTransaction | undefined;
  /** What was declared names no dataset: `problem` says why. */
  datasetRefused(method: string, problem: string): void;
  /** What was given as an amount is none. */
  datasetMiscounted(what: string, amount: unknown): void;
}

export const declareDataset = (
  declarer: DatasetDeclarer,
  role: DatasetRole,
  ...[namespace, name, amounts]: Parameters<DatasetDeclaration>
): void =>
  safely(() => {
    const method = role === 'input' ? 'reads' : 'writes';
    const dataset = datasetFrom(namespace, name);
    if (typeof dataset === 'string') return declarer.datasetRefused(method, dataset);
    const entry = declarer.datasets.entry(dataset, role);
    if (entry === undefined) return;
    const moved = amountsFrom(method, amounts, declarer);
    const transaction = role === 'output' ? declarer.activeTransaction : undefined;
    if (transaction === undefined) entry.add(moved);
    else heldBy(transaction).add(entry, moved);
  });

/** The dataset, or what is wrong with its name. Paths are made absolute. */
const datasetFrom = (namespace: unknown, name: unknown): Dataset | string => {
  if (typeof namespace !== 'string') return 'its namespace is not a text';
  if (typeof name !== 'string') return 'its name is not a text';
  const problem = datasetProblem({ namespace, name });
  if (problem !== undefined) return problem;
  const dataset = canonicalDataset({ namespace, name });
  return dataset.namespace === fileNamespace ? fileDatasetAt(name) : dataset;
};

/** The dataset of a file by the path a program has for it. */
export const fileDatasetAt = (path: string): Dataset =>
  canonicalDataset({ namespace: fileNamespace, name: resolve(path) });

const amountsFrom = (method: string, given: DatasetAmounts | undefined, declarer: DatasetDeclarer): Amounts => {
  const { rows, bytes } = Object(given) as DatasetAmounts;
  const amount = (what: string, value: number | undefined): number | undefined => {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value;
    declarer.datasetMiscounted(`${method} ${what}`, value);
    return undefined;
  };
  return { rows: amount('rows', rows), bytes: amount('bytes', bytes) };
};

export const refusedMessage = (where: string, method: string, problem: string): string =>
  `${where}: ${method}(…) names no dataset: ${problem}; give a namespace such as "postgres://db:5432" or "file", and a name such as "shop.public.orders" or "in/orders.csv"`;

/** `run.reads` and `run.writes`: of the stage that calls. */
export const runDeclarations = (
  datasets: () => DatasetUse,
  warnings: {
    datasetRefused(who: string, method: string, problem: string): void;
    miscount(who: string, what: string, count: unknown): void;
  },
): { readonly reads: DatasetDeclaration; readonly writes: DatasetDeclaration } => {
  const declarer: DatasetDeclarer = {
    get datasets() {
      return datasets();
    },
    activeTransaction: undefined,
    datasetRefused: (method, problem) => warnings.datasetRefused('run', method, problem),
    datasetMiscounted: (what, amount) => warnings.miscount('run', what, amount),
  };
  return {
    reads: (...declared) => declareDataset(declarer, 'input', ...declared),
    writes: (...declared) => declareDataset(declarer, 'output', ...declared),
  };
};
