import type { Command } from 'commander';
import { runPage } from '@sightglass/model/rest';
import { createClient } from '../client/client.ts';
import { findRun, noSuchRun, type RunOwner } from '../client/find-run.ts';
import type { CliConfig } from '../config/environment.ts';
import { parseInstant } from '../instant.ts';
import { createPrinter, type Printer } from '../output/printer.ts';
import { renderRunList } from '../output/run/run-list.ts';
import { renderRun } from '../output/run/run-picture.ts';
import { fetchRunStory, type RunStory } from '../output/run/run-story.ts';
import { positiveCount, withClient, withHelp, withJson } from './options.ts';

interface ListOptions {
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly state?: string;
  readonly codeVersion?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly url: string;
  readonly json?: true;
}

const exitNote = '\nExit codes: 0 done; 1 no such run; 2 used wrongly, or Sightglass cannot be reached.\n';

export const addRuns = (runs: Command, { url }: CliConfig): void => {
  withHelp(runs, ['sightglass runs list --state failed --from 24h', 'sightglass runs show 0199b2c4']);
  const list = runs
    .command('list')
    .description('list runs, newest first')
    .option('--pipeline <name>', 'only of this pipeline')
    .option('--namespace <name>', 'only of pipelines in this namespace')
    .option(
      '--state <states>',
      'only in these states, comma-separated: running, succeeded, failed, aborted, lost, missed',
    )
    .option('--code-version <version>', 'only of this version of the code: pipeline.version, else service.version')
    .option('--from <time>', 'started at or after: 2026-05-01T10:00:00Z, or an age: 15m, 2h, 7d')
    .option('--to <time>', 'started before')
    .option('--limit <count>', 'maximum number of runs', positiveCount(500), 20)
    .action(listRuns);
  withHelp(
    list,
    [
      'sightglass runs list',
      'sightglass runs list --pipeline orders --state failed,lost --from 7d',
      "sightglass runs list --json | jq -r '.items[].runId'",
    ],
    exitNote,
  );
  const show = runs
    .command('show')
    .description('show one run: stages, row ledger, failure, checked files, databases, APIs')
    .argument('<run-id>', 'as `runs list` shows it; the first characters are enough if no other run has them')
    .option('--pipeline <name>', 'of this pipeline, where runs of several have the id')
    .option('--namespace <name>', 'of a pipeline in this namespace')
    .action(showRun);
  withHelp(
    show,
    [
      'sightglass runs show 0199b2c4',
      'sightglass runs show 2026-11-29 --pipeline orders',
      'sightglass runs show 0199b2c4 --json',
    ],
    exitNote,
  );
  withJson(withClient(list, url), 'the answer of the API as JSON');
  withJson(
    withClient(show, url),
    'the run as the API answers it, with `checks`, `databases` and `apis`, as one JSON object',
  );
};

const listRuns = async (options: ListOptions): Promise<void> => {
  const { pipeline, namespace, state, codeVersion, from, to, limit, url, json } = options;
  const now = Date.now();
  const range = { from: from && parseInstant(from, now), to: to && parseInstant(to, now) };
  const params = { pipeline, namespace, state, version: codeVersion, limit, ...range };
  const page = await createClient(url).get('/api/v1/runs', runPage, params);
  const printer = createPrinter();
  if (json) return printer.json(page);
  if (page.items.length === 0) return printer.note('No runs match.');
  printer.line(renderRunList(page.items, printer.style));
  if (page.nextCursor !== null) printer.note('There are more; narrow the search or raise --limit.');
};

interface ShowOptions extends RunOwner {
  readonly url: string;
  readonly json?: true;
}

const showRun = async (runId: string, { url, json, pipeline, namespace }: ShowOptions): Promise<void> => {
  const client = createClient(url);
  const found = await findRun(client, runId, { pipeline, namespace });
  if (found === undefined) throw noSuchRun(runId);
  const story = await fetchRunStory(client, found);
  const printer: Printer = createPrinter();
  if (json) printer.json(jsonOf(story));
  else printer.line(renderRun(story, printer.style));
};

const jsonOf = ({ run, checks, databases, apis, traces }: RunStory): object => ({
  ...run,
  checks,
  databases,
  apis,
  traces,
});
