import type { Command } from 'commander';
import { searchResult } from '@sightglass/model/rest';
import { createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { exitCodes } from '../../errors.ts';
import { createPrinter } from '../../output/printer.ts';
import { renderFound } from '../../output/found.ts';
import { positiveCount, withClient, withHelp, withJson } from '../options.ts';

interface Options {
  readonly limit: number;
  readonly url: string;
  readonly json?: true;
}

const notes = `
Words may be parts of a name, or its letters in their order; of a run the beginning of its id.

Exit codes: 0 found; 1 nothing has such a name; 2 used wrongly, or Sightglass cannot be reached.
`;

export const addFind = (command: Command, { url }: CliConfig): void => {
  command
    .argument('<words...>', 'of the name of a pipeline, database, API, contract or file, or the id of a run')
    .option('--limit <count>', 'maximum number of things', positiveCount(50), 20)
    .action(find);
  withHelp(
    command,
    ['sightglass find orders', 'sightglass find 0199b2c4', "sightglass find warehouse --json | jq -r '.items[].page'"],
    notes,
  );
  withJson(withClient(command, url), 'the answer of the API as JSON');
};

const find = async (words: readonly string[], { limit, url, json }: Options): Promise<void> => {
  const client = createClient(url);
  const found = await client.get('/api/v1/search', searchResult, { q: words.join(' '), limit });
  const printer = createPrinter();
  if (found.items.length === 0) process.exitCode = exitCodes.negative;
  if (json) return printer.json(found);
  if (found.items.length === 0) printer.note('Nothing has such a name.');
  else printer.line(renderFound(found.items, client.url, printer.style));
  if (!found.isWhole) printer.note('Not everything could be searched in time.');
};
