import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  attributes,
  canonicalDataset,
  type Dataset,
  datasetProblem,
  type DatasetRole,
  fileNamespace,
  mostDatasets,
  readDatasetAddress,
} from '@sightglass/model';
import type { Attributes } from '../lines/parsed-line.ts';

/** What a program reads and writes, as its command line was told. */
export interface DeclaredDatasets {
  readonly reads: readonly Dataset[];
  readonly writes: readonly Dataset[];
}

export class DatasetAddressError extends Error {
  override readonly name = 'DatasetAddressError';
}

/** An address, or `@FILE` with one on each line; lines that are empty or begin with # are passed over. Raises {@link DatasetAddressError}. */
export const readDatasets = (text: string, before: readonly Dataset[] = []): readonly Dataset[] => {
  const addresses = text.startsWith('@') ? linesOf(text.slice(1)) : [text];
  const all = [...before, ...addresses.map(datasetAt)];
  const datasets = [...new Map(all.map((one) => [`${one.namespace}\n${one.name}`, one])).values()];
  if (datasets.length > mostDatasets)
    throw new DatasetAddressError(`More than ${mostDatasets} are given; name a folder or a pattern instead.`);
  return datasets;
};

const linesOf = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** The address itself is not repeated in a message: it may hold a password. */
const datasetAt = (address: string): Dataset => {
  const dataset = readDatasetAddress(address);
  const problem = dataset === undefined ? 'it names a place and nothing in it' : datasetProblem(dataset);
  if (dataset === undefined || problem !== undefined)
    throw new DatasetAddressError(
      `${problem ?? ''}; give an address such as postgres://db:5432/shop.public.orders, s3://lake/raw/orders, or the path of a file.`,
    );
  return dataset.namespace === fileNamespace
    ? canonicalDataset({
        namespace: fileNamespace,
        name: isAbsolute(dataset.name) ? dataset.name : resolve(dataset.name),
      })
    : dataset;
};

/** Of any system: what runs elsewhere may be named here. */
const isAbsolute = (path: string): boolean => /^(?:\/|[a-z]:\/)/iu.test(path);

/** What is told of them at the end. What a program writes that did not end well is not known. */
export const datasetEvents = ({ reads, writes }: DeclaredDatasets, isGood: boolean): Attributes[] => [
  ...reads.map((dataset) => own(dataset, 'input')),
  ...(isGood ? writes.map((dataset) => own(dataset, 'output')) : []),
];

const own = ({ namespace, name }: Dataset, role: DatasetRole): Attributes => ({
  [attributes.datasetNamespace]: namespace,
  [attributes.datasetName]: name,
  [attributes.datasetRole]: role,
});
