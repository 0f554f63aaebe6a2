import { pathSegment } from '@sightglass/model';
import { words } from '@sightglass/model/rest';
import { z } from 'zod';
import { noSuchRun, sharedRunId } from '../../../http/errors.ts';
import type { RunScope } from './facts-owned.ts';
import type { RunName, RunOwner } from './run-name.ts';

const byId = z.object({ runId: words });
const byName = z.object({ namespace: words, name: words.describe('Pipeline name'), runId: words });

/** Addresses of a run, and of what is below it: by its id alone while no other run has it, and by its whole name. */
export const runAddresses = (below = '') =>
  [
    { path: `/runs/:runId${below}`, params: byId },
    { path: `/pipelines/:namespace/:name/runs/:runId${below}`, params: byName },
  ] as const;

/** What either says; `name` is that of the pipeline. */
export type RunAddress = z.infer<typeof byId> & Partial<z.infer<typeof byName>>;

/** `/api/v1/pipelines/default/orders/runs/2026-11-29`. */
export const addressOf = ({ namespace, pipeline, runId }: RunName): string =>
  `/api/v1/pipelines/${[namespace, pipeline].map(pathSegment).join('/')}/runs/${pathSegment(runId)}`;

/** The one that is meant among all runs with its id; undefined without any. Raises RequestError 409 when several are. */
export const addressedIn = <Run extends RunOwner>(
  runs: readonly Run[],
  { runId, namespace, name }: RunAddress,
): Run | undefined => {
  const ofPipeline = runs.filter(({ pipeline }) => pipeline === (name ?? pipeline));
  const named = ofPipeline.filter((run) => run.namespace === (namespace ?? run.namespace));
  // Records that name no namespace are of `default`; their run may have named another.
  const isSaidOnce = named.length === 0 && namespace === 'default';
  const meant = isSaidOnce ? ofPipeline.filter(({ ownsUnnamed }) => ownsUnnamed) : named;
  if (meant.length > 1)
    throw sharedRunId(
      runId,
      meant.slice(0, mostNamed).map((run) => ({ name: `${run.namespace}/${run.pipeline}`, address: addressOf(run) })),
    );
  return meant[0];
};

const mostNamed = 100;

interface OwnersById {
  readonly ownersOf: (ids: readonly string[]) => Promise<readonly RunOwner[]>;
}

/** A run by its id, and by namespace and pipeline where several have it. */
export interface RunFilterParameters {
  readonly runId: string;
  readonly namespace?: string | undefined;
  readonly pipeline?: string | undefined;
}

/**
 * Whose records are meant: those of the run, or all with the id while no event has reported such a run. Raises RequestError 409 when
 * several runs are meant.
 */
export const scopeOfRun = async (
  { ownersOf }: OwnersById,
  { runId, namespace, pipeline }: RunFilterParameters,
): Promise<RunScope> => {
  const ofPipeline = pipeline === undefined ? {} : { pipeline };
  const ofNamespace = namespace === undefined ? {} : { namespace };
  const address = { runId, ...ofNamespace, ...(pipeline !== undefined && { name: pipeline }) };
  return addressedIn(await ownersOf([runId]), address) ?? { runId, ...ofNamespace, ...ofPipeline };
};

/** Likewise; raises RequestError 404 without any. */
export const runAt = async <Run extends RunOwner>(
  byIds: (ids: readonly string[]) => Promise<readonly Run[]>,
  address: RunAddress,
): Promise<Run> => {
  const run = addressedIn(await byIds([address.runId]), address);
  if (run === undefined) throw noSuchRun(address.runId);
  return run;
};
