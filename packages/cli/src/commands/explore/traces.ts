import type { Command } from 'commander';
import { queryProblemText, readLogQuery, traceSorts, traceStatuses } from '@sightglass/model';
import { traceList } from '@sightglass/model/rest';
import { createClient } from '../../client/client.ts';
import { findRun } from '../../client/find-run.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError } from '../../errors.ts';
import { parseInstant } from '../../instant.ts';
import { createPrinter } from '../../output/printer.ts';
import { renderTraceList } from '../../output/telemetry/trace-list.ts';
import { duration, oneOf, positiveCount, withClient, withHelp, withJson } from '../options.ts';

interface Options {
  readonly service?: string;
  readonly name?: string;
  readonly status?: string;
  readonly min?: number;
  readonly max?: number;
  readonly run?: string;
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly from?: string;
  readonly to?: string;
  readonly sort?: string;
  readonly limit: number;
  readonly url: string;
  readonly json?: true;
}

const longestMs = 100 * 86_400_000;

const notes = `
The query, --service, --name, --pipeline and --namespace are about one span that meets all of them; --status, --min and --max are
about the whole trace. With --run only the spans of that run count.

Exit codes: 0 done, even if no trace matches; 2 used wrongly, or Sightglass cannot be reached.
`;

export const addTraces = (command: Command, { url }: CliConfig): void => {
  command
    .argument(
      '[query]',
      'about one span: words of its name, name:load*, status:error, duration:>500, key:value, OR, NOT',
    )
    .option('--service <name>', 'in which this service sent a span')
    .option('--name <span>', 'with a span of this name')
    .option('--status <status>', 'error: a span failed; ok: none did', oneOf(traceStatuses))
    .option('--min <duration>', 'that took at least so long: 500ms, 2s, 1m', duration(0, longestMs))
    .option('--max <duration>', 'that took at most so long', duration(0, longestMs))
    .option('--run <id>', 'of this run; the first characters of its id are enough')
    .option('--pipeline <name>', 'of this pipeline')
    .option('--namespace <name>', 'of pipelines in this namespace')
    .option('--from <time>', 'started at or after: 2026-05-01T10:00:00Z, or an age: 15m, 2h, 7d')
    .option('--to <time>', 'started before')
    .option('--sort <order>', `${traceSorts.join(', ')}; newest unless given`, oneOf(traceSorts))
    .option('--limit <count>', 'maximum number of traces', positiveCount(1000), 20)
    .action(listTraces);
  withHelp(
    command,
    [
      'sightglass traces --from 1h --sort slowest',
      'sightglass traces --service checkout --status error',
      "sightglass traces 'http.route:/orders duration:>500' --json | jq -r '.items[].traceId'",
      'sightglass traces --run 0199b2c4',
    ],
    notes,
  );
  withJson(withClient(command, url), 'the answer of the API as JSON');
};

const listTraces = async (query: string | undefined, options: Options): Promise<void> => {
  const { problem } = readLogQuery(query ?? '');
  if (problem !== undefined) throw new CliError('INVALID_QUERY', queryProblemText(problem));
  const { url, json, min, max, run, from, to, pipeline, namespace } = options;
  const { service, name, status, sort, limit } = options;
  const now = Date.now();
  const client = createClient(url);
  const of =
    run === undefined
      ? { pipeline, namespace }
      : ((await findRun(client, run, { pipeline, namespace })) ?? { runId: run, pipeline, namespace });
  const page = await client.get('/api/v1/traces', traceList, {
    q: query,
    service,
    name,
    status,
    sort,
    limit,
    ...of,
    minDurationMs: min,
    maxDurationMs: max,
    from: from && parseInstant(from, now),
    to: to && parseInstant(to, now),
  });
  const printer = createPrinter();
  if (json) return printer.json(page);
  if (page.items.length === 0) return printer.note('No traces match.');
  printer.line(renderTraceList(page.items, printer.style));
  printer.note(`Open one: ${client.url}/traces/<trace>`);
  if (typeof page.nextCursor === 'string') printer.note('There are more; narrow the search or raise --limit.');
};
