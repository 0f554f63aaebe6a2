import { runPage } from '@sightglass/model/rest';
import { CliError, exitCodes } from '../errors.ts';
import { formatInstant } from '../output/format.ts';
import type { Client } from './client.ts';

const mostNamed = 5;

/**
 * The id of the one run whose id begins with `given`,; undefined when there is none.
 * Raises {@link CliError} when there are several.
 */
export const findRunId = async (client: Client, given: string): Promise<string | undefined> => {
  const idPrefix = given.replace(/(?:…|\.\.\.)$/, '');
  const page = await client.get('/api/v1/runs', runPage, { idPrefix, limit: mostNamed + 1 });
  const found = page.items.filter(({ runId }) => runId.startsWith(idPrefix));
  if (found.some(({ runId }) => runId === idPrefix)) return idPrefix;
  if (found.length < 2) return found[0]?.runId;
  const named = found.slice(0, mostNamed).map((run) => {
    const pipeline = run.namespace === 'default' ? run.pipeline : `${run.namespace}/${run.pipeline}`;
    return `  ${run.runId}  ${formatInstant(run.startedAt)}  ${pipeline}`;
  });
  const more = found.length > mostNamed ? '\n  …' : '';
  throw new CliError(
    'AMBIGUOUS',
    `Several runs have an id that starts with "${idPrefix}":\n${named.join('\n')}${more}`,
  );
};

export const noSuchRun = (given: string): CliError =>
  new CliError(
    'NOT_FOUND',
    `No run has an id that starts with "${given}".\nList runs: sightglass runs list`,
    exitCodes.negative,
  );
