import { datasetsSentence, datasetState, isDatasetTrouble, writtenSentence } from '@sightglass/model';
import type { DatasetItem, DatasetPage } from '@sightglass/model/rest';
import { withinPage } from '../../http/page-bytes.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { runKey } from '../runs/identity/run-name.ts';
import { cursorAfter, type DatasetOrder, pageOf, type Ranked } from './dataset-order.ts';
import { datasetItemOf, datasetUseOf } from './dataset-item.ts';
import { describedOf, type KnownRuns, withDecisiveWriters } from './described.ts';
import { readChecksOfRuns } from './facts-files.ts';
import { type DatasetFacts, mostDatasets, readDatasets, type UseFilter } from './facts-list.ts';
import { nameKey } from './facts-uses.ts';
import { contractOf } from './file-check.ts';
import { type DatasetParts, readJudged, readStates } from './read-known.ts';
import { readWritesBefore } from './writes-before.ts';

export interface DatasetFilter extends UseFilter {
  readonly q?: string | undefined;
  readonly namespace?: string | undefined;
}

interface PageWish extends DatasetOrder {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

type States = Pick<KnownRuns, 'stateOf' | 'pipelineOf'>;

/** Datasets that the filter means, and how each stands by the states of its runs. */
export const rankedDatasets = async (parts: DatasetParts, filter: DatasetFilter, now: ReceptionTime) => {
  const all = await readDatasets(parts.telemetry, filter);
  const found = all.filter(isMeant(filter));
  const writers = found.flatMap((facts) => facts.writers);
  const states = await readStates(parts, writers, writers, now);
  const ranked = found.map((facts): Ranked => ({ facts, state: datasetState(describedOf(facts, states)) }));
  return { all, ranked, states, isWhole: all.length < mostDatasets };
};

const isMeant = ({ q, namespace }: DatasetFilter) => {
  const text = q?.toLowerCase();
  return (facts: DatasetFacts): boolean =>
    (namespace === undefined || facts.namespace === namespace) &&
    (text === undefined || facts.name.toLowerCase().includes(text) || facts.namespace.toLowerCase().includes(text));
};

const isNarrowed = ({ q, namespace, role, pipeline }: DatasetFilter): boolean =>
  [q, namespace, role, pipeline].some((wanted) => wanted !== undefined);

/** One page of datasets. Raises CursorError. */
export const pageOfDatasets = async (
  parts: DatasetParts,
  filter: DatasetFilter,
  { limit, cursor, ...order }: PageWish,
  now: ReceptionTime,
): Promise<DatasetPage> => {
  const { all, ranked, states, isWhole } = await rankedDatasets(parts, filter, now);
  const { shown, nextCursor: following } = pageOf(ranked, order, { limit, cursor });
  const facts = shown.map((one) => one.facts);
  const found = withinPage(await describedItems(parts, facts, states, now), ({ item }) => item);
  const last = shown[found.length - 1];
  const nextCursor = found.length < shown.length && last !== undefined ? cursorAfter(last, order) : following;
  // What stages and rows of their runs say is known only now, and of this page.
  const described = order.sort === 'urgency' ? found.toSorted(byUrgency(order.order)) : found;
  const troubled = ranked.filter(({ state }) => isDatasetTrouble(state)).length;
  const ofPage = described.filter(({ item }) => item.needsAttention).length;
  const isOnePage = cursor === undefined && nextCursor === null;
  const sentence = datasetsSentence(
    described.map(({ words }) => words),
    {
      total: ranked.length,
      troubled: isOnePage ? ofPage : Math.max(troubled, ofPage),
      isWhole: isOnePage && isWhole,
      isNarrowed: isNarrowed(filter),
    },
  );
  return {
    items: described.map(({ item }) => item),
    nextCursor,
    total: ranked.length,
    namespaces: namespacesOf(all),
    isWhole,
    ...writtenSentence(sentence, now.nowMs),
  };
};

/** These datasets with their runs judged, what was written, and the words about them. */
export const describedItems = async (
  parts: DatasetParts,
  datasets: readonly DatasetFacts[],
  states: States,
  now: ReceptionTime,
) => {
  const decisive = datasets.map((facts) => withDecisiveWriters(facts, states));
  const writers = decisive.flatMap((facts) => facts.writers);
  const files = datasets.filter(({ namespace }) => namespace === 'file');
  const [judged, uses, checks] = await Promise.all([
    readJudged(parts, writers, now),
    parts.uses.writes(writers, datasets),
    readChecksOfRuns(
      parts.telemetry,
      files.flatMap((facts) => [...facts.writers, ...facts.readers]).map(({ runId }) => runId),
    ),
  ]);
  const usesOf = Map.groupBy(uses, ({ dataset, run }) => nameKey(dataset) + runKey(run));
  const useIn = (facts: DatasetFacts) => (run: Parameters<typeof runKey>[0]) =>
    judged.useOf(usesOf.get(nameKey(facts) + runKey(run)) ?? []);
  const rolledBack = decisive.filter((facts) =>
    facts.writers.some((run) => useIn(facts)(run)?.ended === 'rolled-back'),
  );
  const before = await readWritesBefore(parts, rolledBack, now);
  return datasets.map((facts, index) => {
    const writeOf = useIn(facts);
    const words = describedOf(decisive[index] ?? facts, {
      ...states,
      writeOf,
      judgedOf: judged.judgedOf,
      before: before(facts),
    });
    const [last] = facts.writers;
    const lastWrite = last === undefined ? null : datasetUseOf(last, writeOf(last), judged.judgedOf(last));
    const item: DatasetItem = datasetItemOf(facts, {
      described: words,
      lastWrite,
      contract: contractOf(facts, checks),
      nowMs: now.nowMs,
    });
    return { item, words };
  });
};

const byUrgency =
  (order: PageWish['order']) =>
  (a: { readonly item: DatasetItem }, b: { readonly item: DatasetItem }): number =>
    (order === 'desc' ? -1 : 1) * (a.item.urgency - b.item.urgency);

const mostNamespaces = 200;

const namespacesOf = (datasets: readonly DatasetFacts[]): DatasetPage['namespaces'] =>
  [...Map.groupBy(datasets, ({ namespace }) => namespace)]
    .map(([value, alike]) => ({ value, datasets: alike.length }))
    .toSorted((a, b) => b.datasets - a.datasets || a.value.localeCompare(b.value))
    .slice(0, mostNamespaces);
