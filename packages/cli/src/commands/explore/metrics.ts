import type { Command } from 'commander';
import { metricAggregations, queryProblemText, readLogQuery } from '@sightglass/model';
import { metricNames, metricSeries } from '@sightglass/model/rest';
import { createClient } from '../../client/client.ts';
import { findRun } from '../../client/find-run.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError, exitCodes } from '../../errors.ts';
import { parseInstant } from '../../instant.ts';
import { renderMetric, renderMetricNames } from '../../output/telemetry/metric.ts';
import { createPrinter } from '../../output/printer.ts';
import { oneOf, positiveCount, seconds, withClient, withHelp, withJson } from '../options.ts';

interface ListOptions {
  readonly service?: string;
  readonly limit: number;
  readonly url: string;
  readonly json?: true;
}

interface ShowOptions {
  readonly aggregation?: string;
  readonly by?: string;
  readonly filter?: string;
  readonly service?: string;
  readonly run?: string;
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly from?: string;
  readonly to?: string;
  readonly step?: number;
  readonly url: string;
  readonly json?: true;
}

/** Names that hold a word may be many, and the one that is meant the last of them. */
const mostNames = 1000;
const mostAlike = 5;

const exitNote = '\nExit codes: 0 done; 1 no such metric; 2 used wrongly, or Sightglass cannot be reached.\n';

export const addMetrics = (metrics: Command, { url }: CliConfig): void => {
  withHelp(metrics, [
    'sightglass metrics list http',
    'sightglass metrics show http.server.request.duration --aggregation p95',
  ]);
  const list = metrics
    .command('list')
    .description('what has been measured, by name')
    .argument('[words...]', 'that the name or description holds')
    .option('--service <name>', 'only measured by this service')
    .option('--limit <count>', 'maximum number of names', positiveCount(mostNames), 100)
    .action(listNames);
  withHelp(
    list,
    [
      'sightglass metrics list',
      'sightglass metrics list http duration',
      'sightglass metrics list --service checkout --json',
    ],
    exitNote,
  );
  const show = metrics
    .command('show')
    .description('one metric over time')
    .argument('<name>', 'as `metrics list` shows it')
    .option(
      '--aggregation <how>',
      `${metricAggregations.join(', ')}; what is usual for its type unless given`,
      oneOf(metricAggregations),
    )
    .option('--by <attributes>', 'a line for each value of these attributes, comma-separated')
    .option('--filter <query>', 'key:value conditions on attributes, as in logs')
    .option('--service <name>', 'only measured by this service')
    .option('--run <id>', 'only of this run; the first characters of its id are enough')
    .option('--pipeline <name>', 'of this pipeline, where runs of several have the id')
    .option('--namespace <name>', 'of a pipeline in this namespace')
    .option('--from <time>', 'at or after: 2026-05-01T10:00:00Z, or an age: 15m, 2h, 7d; the last hour unless given')
    .option('--to <time>', 'before')
    .option('--step <seconds>', 'length of a step', seconds(1))
    .action(showMetric);
  withHelp(
    show,
    [
      'sightglass metrics show http.server.request.duration --aggregation p95 --by http.route --from 6h',
      "sightglass metrics show orders.loaded --filter 'region:eu' --json | jq '.series[].points'",
    ],
    exitNote,
  );
  withJson(withClient(list, url), 'the answer of the API as JSON');
  withJson(withClient(show, url), 'the answer of the API as JSON');
};

const listNames = async (words: readonly string[], { url, json, service, limit }: ListOptions): Promise<void> => {
  const search = words.join(' ');
  const page = await createClient(url).get('/api/v1/metrics/names', metricNames, { search, service, limit });
  const printer = createPrinter();
  if (json) return printer.json(page);
  if (page.items.length === 0) return printer.note('No metrics match.');
  printer.line(renderMetricNames(page.items));
  if (typeof page.nextCursor === 'string') printer.note('There are more; narrow the search or raise --limit.');
};

const showMetric = async (name: string, options: ShowOptions): Promise<void> => {
  const { aggregation, by, filter, service, run, pipeline, namespace, from, to, step, url, json } = options;
  const { problem } = readLogQuery(filter ?? '');
  if (problem !== undefined) throw new CliError('INVALID_QUERY', queryProblemText(problem));
  const now = Date.now();
  const client = createClient(url);
  const of =
    run === undefined
      ? {}
      : ((await findRun(client, run, { pipeline, namespace })) ?? { runId: run, pipeline, namespace });
  const answer = await client.get('/api/v1/metrics/query', metricSeries, {
    name,
    aggregation,
    filter,
    service,
    ...of,
    groupBy: by,
    from: from && parseInstant(from, now),
    to: to && parseInstant(to, now),
    stepSeconds: step === undefined ? undefined : Math.round(step / 1_000),
  });
  const printer = createPrinter();
  if (json) return printer.json(answer);
  if (answer.series.length > 0) return printer.line(renderMetric(answer, printer.style));
  const known = await client.get('/api/v1/metrics/names', metricNames, { search: name, limit: mostNames });
  if (known.items.some((item) => item.name === name))
    return printer.note(`Nothing was measured of ${name} in this time.`);
  const alike = known.items
    .slice(0, mostAlike)
    .map((item) => item.name)
    .join(', ');
  throw new CliError(
    'NOT_FOUND',
    `No metric is called "${name}".${alike === '' ? '' : ` Alike: ${alike}.`}\nList metrics: sightglass metrics list`,
    exitCodes.negative,
  );
};
