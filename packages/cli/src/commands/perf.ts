import { pathSegment } from '@sightglass/model';
import type { Command } from 'commander';
import { pipelineList, pipelinePerformance } from '@sightglass/model/rest';
import { createClient, type Client } from '../client/client.ts';
import type { CliConfig } from '../config/environment.ts';
import { CliError, exitCodes } from '../errors.ts';
import { parseInstant } from '../instant.ts';
import { renderPerformance } from '../output/performance.ts';
import { createPrinter } from '../output/printer.ts';
import { withClient, withHelp, withJson } from './options.ts';

interface Options {
  readonly namespace?: string;
  readonly from?: string;
  readonly to?: string;
  readonly url: string;
  readonly json?: true;
}

const notes = `
The figures cover the last 50 runs that succeeded in the range. The latest of them is compared with the 20 before it.

Exit codes: 0 done; 1 no such pipeline; 2 used wrongly, or Sightglass cannot be reached.`;

export const addPerf = (command: Command, { url }: CliConfig): void => {
  command
    .argument('<pipeline>', 'its name, or namespace/name')
    .option('--namespace <name>', 'namespace of the pipeline, if several have the name')
    .option('--from <time>', 'runs started at or after: 2026-05-01T10:00:00Z, or an age: 15m, 2h, 7d')
    .option('--to <time>', 'runs started before')
    .action(showPerformance);
  withHelp(
    command,
    [
      'sightglass perf orders',
      'sightglass perf shop/orders --from 7d',
      "sightglass perf orders --json | jq '.regressions'",
    ],
    notes,
  );
  withJson(withClient(command, url), 'the answer of the API as JSON');
};

const showPerformance = async (pipeline: string, { url, json, from, to, namespace }: Options): Promise<void> => {
  const client = createClient(url);
  const now = Date.now();
  const known = await findPipeline(client, pipeline, namespace);
  const path = `/api/v1/pipelines/${pathSegment(known.namespace)}/${pathSegment(known.name)}/performance`;
  const range = { from: from && parseInstant(from, now), to: to && parseInstant(to, now) };
  const answer = await client.get(path, pipelinePerformance, range);
  const printer = createPrinter();
  if (json) printer.json(answer);
  else printer.line(renderPerformance(answer, printer.style));
};

interface PipelineName {
  readonly namespace: string;
  readonly name: string;
}

/** By name, or namespace and name. Raises {@link CliError} for none and for several. */
const findPipeline = async (client: Client, given: string, namespace: string | undefined): Promise<PipelineName> => {
  const items = await namedLike(client, given);
  const found = items.filter((item) =>
    item.name === given
      ? namespace === undefined || item.namespace === namespace
      : `${item.namespace}/${item.name}` === given,
  );
  const [only] = found;
  const names = (found.length > 0 ? found : items).map((item) => `${item.namespace}/${item.name}`);
  if (only === undefined)
    throw new CliError(
      'NOT_FOUND',
      `No pipeline ${namespace === undefined ? '' : `${namespace}/`}${given} has been seen. ${knownWords(names)}`,
      exitCodes.negative,
    );
  if (found.length > 1)
    throw new CliError(
      'AMBIGUOUS',
      `Several pipelines are called ${given}: ${names.join(', ')}. Give one of them with its namespace.`,
    );
  return only;
};

/** Those of this name, else as many as an error may list. */
const namedLike = async (client: Client, given: string): Promise<readonly PipelineName[]> => {
  const names = [given, ...(given.includes('/') ? [given.slice(given.indexOf('/') + 1)] : [])];
  const pages = await Promise.all(
    names.map((name) => client.get('/api/v1/pipelines', pipelineList, { name, limit: mostAlike })),
  );
  const found = pages.flatMap(({ items }) => items);
  return found.length > 0 ? found : (await client.get('/api/v1/pipelines', pipelineList, { limit: mostAlike })).items;
};

const mostAlike = 100;
const mostNamed = 20;

const knownWords = (names: readonly string[]): string =>
  names.length === 0
    ? 'No pipeline has run yet.'
    : `Known pipelines: ${names.slice(0, mostNamed).join(', ')}${names.length > mostNamed ? ' …' : ''}.`;
