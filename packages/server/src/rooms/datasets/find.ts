import { misfit } from '@sightglass/model';
import type { FoundThing } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import type { FindWish } from '../../room.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { type DatasetFacts, readDatasets } from './facts-list.ts';

/** Datasets by name and namespace. */
export const findDatasets = async (telemetry: TelemetryClient, { words, most }: FindWish): Promise<FoundThing[]> =>
  (await readDatasets(telemetry, { fromMs: undefined, toMs: undefined }))
    .map((facts) => ({ facts, fit: misfit(words, `${facts.name} ${facts.namespace}`) }))
    .filter((one): one is { facts: DatasetFacts; fit: number } => one.fit !== null)
    .toSorted((a, b) => a.fit - b.fit)
    .slice(0, most)
    .map(({ facts }) => foundDataset(facts));

const foundDataset = ({ namespace, name, writers, readers }: DatasetFacts): FoundThing => ({
  kind: 'dataset',
  name,
  detail: namespace,
  page: `/data/dataset?${new URLSearchParams({ namespace, name }).toString()}`,
  at: instantOf(Math.max(0, ...[...writers, ...readers].map(({ atMs }) => atMs))),
  shown: null,
});
