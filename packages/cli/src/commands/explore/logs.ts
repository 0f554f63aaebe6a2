import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { logPage, logRecord, type LogRecord } from '@sightglass/model/rest';
import { backoffMs, events, queryProblemText, readLogQuery, termsOfQuery } from '@sightglass/model';
import { createClient, type Client, type Params } from '../../client/client.ts';
import { findRun } from '../../client/find-run.ts';
import { readServerSentEvents } from '../../client/server-sent-events.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError } from '../../errors.ts';
import { parseInstant } from '../../instant.ts';
import { createPrinter, type Printer } from '../../output/printer.ts';
import { renderRecord } from '../../output/record.ts';
import { positiveCount, withClient, withHelp, withJson } from '../options.ts';

interface Options {
  readonly run?: string;
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly stage?: string;
  readonly severity?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly follow?: true;
  readonly all?: true;
  readonly url: string;
  readonly json?: true;
}

const mostReconnects = 10;

export const addLogs = (command: Command, { url }: CliConfig): void => {
  command
    .argument('[query]', 'words, "phrases", key:value, rows:>10, OR, NOT or -, brackets')
    .option('--run <id>', 'only of this run; the first characters of its id are enough')
    .option('--pipeline <name>', 'only of this pipeline')
    .option('--namespace <name>', 'only of pipelines in this namespace')
    .option('--stage <name>', 'only of this stage')
    .option('--severity <levels>', 'ERROR, or WARN,ERROR, or WARN+ for WARN and above')
    .option('--from <time>', 'at or after: 2026-05-01T10:00:00Z, or an age: 15m, 2h, 7d')
    .option('--to <time>', 'before')
    .option('--limit <count>', 'maximum number of records, the newest', positiveCount(1000), 100)
    .addOption(new Option('-f, --follow', 'show new records as they arrive, until Ctrl-C').conflicts(['from', 'to']))
    .option(
      '--all',
      'also the events of runs: stages, progress, heartbeats; --severity and --json include them as well',
    )
    .action(searchOrFollow);
  withHelp(
    command,
    [
      'sightglass logs --severity WARN+ --from 1h',
      'sightglass logs \'"connection reset" -retry\' --pipeline orders',
      'sightglass logs --run 0199b2c4 --json | jq .body',
      'sightglass logs --follow --pipeline orders',
    ],
    '\nExit codes: 0 done, even if no record matches; 2 used wrongly, or Sightglass cannot be reached.\n',
  );
  withJson(withClient(command, url), 'one JSON object a line');
};

const searchOrFollow = async (query: string | undefined, options: Options): Promise<void> => {
  refuseProblem(query ?? '');
  const now = Date.now();
  const { run, pipeline, namespace, stage, severity, from, to } = options;
  const isWhole = options.all === true || options.json === true || severity !== undefined;
  const client = createClient(options.url);
  const of = run === undefined ? undefined : ((await findRun(client, run, { pipeline, namespace })) ?? { runId: run });
  const filter = { q: isWhole ? query : withoutRoutine(query ?? ''), pipeline, namespace, ...of, stage, severity };
  const range = { from: from && parseInstant(from, now), to: to && parseInstant(to, now) };
  const printer = createPrinter();
  const show = options.json ? printer.json : (record: LogRecord) => printer.line(renderRecord(record, printer.style));
  if (options.follow) return follow(client, filter, printer, show);
  const page = await client.get('/api/v1/logs', logPage, { ...filter, ...range, limit: options.limit });
  if (page.items.length === 0) return printer.note('No log records match.');
  page.items.toReversed().forEach(show);
  if (page.nextCursor !== null) printer.note(`These are the newest ${page.items.length}; there are more before them.`);
};

/** Before anything is added to the query, so that only what was typed is quoted. */
const refuseProblem = (query: string): void => {
  const { problem } = readLogQuery(query);
  if (problem !== undefined) throw new CliError('INVALID_QUERY', queryProblemText(problem));
};

const endsOfRuns: readonly string[] = [events.runStarted.name, events.runFinished.name];
const routine = Object.values(events)
  .map(({ name }) => name)
  .filter((name) => !endsOfRuns.includes(name));

/** Leaves out the lifecycle events in between the start and the end of a run, unless the query is about events. */
const withoutRoutine = (query: string): string => {
  const { nodes } = readLogQuery(query);
  const filtersEvents = termsOfQuery(nodes).some(({ key }) => key !== undefined && /^event(?:\.?name)?$/i.test(key));
  if (filtersEvents) return query;
  const own = nodes.length === 1 && nodes[0]?.kind === 'any' ? `(${query})` : query;
  return [own, ...routine.map((name) => `-event:${name}`)].join(' ').trim();
};

/** Until Ctrl-C. A connection that breaks is opened again, a few times in a row at most. */
const follow = async (
  client: Client,
  filter: Params,
  printer: Printer,
  show: (record: LogRecord) => void,
): Promise<void> => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  for (let failures = 0; ; failures += 1) {
    try {
      const body = await client.open('/api/v1/logs/tail', filter, stop.signal);
      for await (const { event, data } of readServerSentEvents(body)) {
        failures = 0;
        if (event === 'message') show(readRecord(data, client.url));
        if (event === 'dropped') printer.note(`Some records are not shown, because they came too fast: ${data}`);
      }
    } catch (error) {
      if (stop.signal.aborted) return;
      if (error instanceof CliError && (error.code !== 'UNREACHABLE' || failures === 0)) throw error;
      if (failures >= mostReconnects) throw error;
    }
    printer.note('The connection ended; reconnecting …');
    const waitMs = backoffMs(failures + 1, { firstMs: 500, longestMs: 16_000 }, Math.random());
    await pause(waitMs, undefined, { signal: stop.signal }).catch(() => undefined);
    if (stop.signal.aborted) return;
  }
};

const readRecord = (data: string, url: string): LogRecord => {
  const parsed = logRecord.safeParse(parseJson(data));
  if (parsed.success) return parsed.data;
  throw new CliError('FOREIGN_SERVER', `${url}/api/v1/logs/tail did not answer as Sightglass does; is --url right?`);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
