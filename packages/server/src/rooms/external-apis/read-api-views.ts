import type { SelectedTime } from '@sightglass/model';
import type { SharedBreaker } from '@sightglass/model/rest';
import { apiViewsOf, describedApi, type JudgedApi } from './api-view.ts';
import { breakerSpansByApi } from './breaker-spans.ts';
import type { CallFilter } from './facts/filter.ts';
import type { ExternalApiReader } from './facts/reader.ts';

export interface ApiParts {
  readonly facts: ExternalApiReader;
  readonly sharedBreakers: () => Promise<readonly SharedBreaker[]>;
  /** Configured objectives for availability, by API. */
  readonly objectives: ReadonlyMap<string, number>;
}

/** A breaker that is open in a range may have opened so long before it, or close so long after it. */
const longestOpenMs = 7 * 24 * 3_600_000;

/** APIs as calls, probes and shared breakers show them in the filter's time and runs. */
export const readApiViews = async (
  { facts, sharedBreakers, objectives }: ApiParts,
  filter: CallFilter,
  objective: number | undefined,
): Promise<JudgedApi[]> => {
  const isOfRuns = filter.runId !== undefined || filter.pipeline !== undefined || filter.namespace !== undefined;
  const [calls, latest, rows, changes, probes, shared, sharers] = await Promise.all([
    facts.calls(filter),
    facts.latestCalls(filter),
    facts.affectedRows(filter),
    facts.breakerChanges(widened(filter)),
    isOfRuns ? [] : facts.probes(filter),
    sharedBreakers(),
    facts.sharers(),
  ]);
  const views = apiViewsOf({
    calls,
    latest,
    rows,
    spans: breakerSpansByApi(changes, filter),
    probes,
    shared,
    sharers,
    objective,
    objectives,
  });
  const shown = isOfRuns ? views.filter(({ calls: made, rowsAffected }) => made > 0 || rowsAffected.length > 0) : views;
  const nowMs = Date.now();
  return shown.map((api) => describedApi(api, selectedIn(filter), nowMs));
};

const widened = ({ fromMs, toMs, ...filter }: CallFilter): CallFilter => ({
  ...filter,
  fromMs: fromMs && fromMs - longestOpenMs,
  toMs: toMs && toMs + longestOpenMs,
});

export const selectedIn = ({ fromMs, toMs, runId }: CallFilter): SelectedTime => ({
  fromMs,
  toMs,
  isOfRun: runId !== undefined && fromMs === undefined && toMs === undefined,
});
