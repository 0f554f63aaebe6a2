import { pathSegment } from '@sightglass/model';
import { runPage } from '@sightglass/model/rest';
import { CliError, exitCodes } from '../errors.ts';
import { formatInstant } from '../output/format.ts';
import type { Client, Params } from './client.ts';

/** A run, told apart from others that may have its id. */
export interface NamedRun {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
}

/** Which of the runs that share an id is meant. */
export interface RunOwner {
  readonly namespace?: string | undefined;
  readonly pipeline?: string | undefined;
}

const mostNamed = 5;

/**
 * The one run whose id is `given`, else the one whose id begins so; undefined when there is none.
 * Raises {@link CliError} when there are several.
 */
export const findRun = async (client: Client, given: string, owner: RunOwner = {}): Promise<NamedRun | undefined> => {
  const idPrefix = given.replace(/(?:…|\.\.\.)$/, '');
  const select = async (which: Params) =>
    (await client.get('/api/v1/runs', runPage, { ...owner, ...which, limit: mostNamed + 1 })).items;
  const exact = await select({ runId: idPrefix });
  const found = exact.length > 0 ? exact : await select({ idPrefix });
  const [only] = found;
  if (only === undefined) return undefined;
  const { namespace, pipeline, runId } = only;
  if (found.length === 1) return { namespace, pipeline, runId };
  const named = found.slice(0, mostNamed).map((run) => {
    const name = run.namespace === 'default' ? run.pipeline : `${run.namespace}/${run.pipeline}`;
    return `  ${run.runId}  ${formatInstant(run.startedAt)}  ${name}`;
  });
  const more = found.length > mostNamed ? '\n  …' : '';
  const head =
    exact.length > 0
      ? `Several runs have the id "${idPrefix}"`
      : `Several runs have an id that starts with "${idPrefix}"`;
  const isShared = new Set(found.map((run) => run.runId)).size === 1;
  const hint = isShared ? '\nName one: add --pipeline, and --namespace where it is not default.' : '';
  throw new CliError('AMBIGUOUS', `${head}:\n${named.join('\n')}${more}${hint}`);
};

export const noSuchRun = (given: string): CliError =>
  new CliError(
    'NOT_FOUND',
    `No run has an id that starts with "${given}".\nList runs: sightglass runs list`,
    exitCodes.negative,
  );

/** `/pipelines/default/orders/runs/2026-11-29`: where the page of a run is, and below `/api/v1` the run itself. */
export const pathOfRun = ({ namespace, pipeline, runId }: NamedRun): string =>
  `/pipelines/${[namespace, pipeline].map(pathSegment).join('/')}/runs/${pathSegment(runId)}`;
