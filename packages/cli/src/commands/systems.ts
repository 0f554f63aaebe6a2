import type { Command } from 'commander';
import { systemKinds } from '@sightglass/model';
import { systemList } from '@sightglass/model/rest';
import { createClient } from '../client/client.ts';
import type { CliConfig } from '../config/environment.ts';
import { parseInstant } from '../instant.ts';
import { createPrinter } from '../output/printer.ts';
import { renderSystemList } from '../output/system-list.ts';
import { oneOf, positiveCount, withClient, withHelp, withJson } from './options.ts';

interface SystemsOptions {
  readonly kind?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly url: string;
  readonly json?: true;
}

const exitNote = '\nExit codes: 0 done; 2 used wrongly, or Sightglass cannot be reached.\n';

export const addSystems = (systems: Command, { url }: CliConfig): void => {
  systems
    .argument('[words...]', 'that the name, place, state or a pipeline that uses it holds')
    .option('--kind <kind>', `only of this kind: ${systemKinds.join(', ')}`, oneOf(systemKinds))
    .option(
      '--from <time>',
      'used at or after: 2026-05-01T10:00:00Z, or an age: 15m, 2h, 7d; the last 24 hours unless given',
    )
    .option('--to <time>', 'used before')
    .option('--limit <count>', 'maximum number of systems', positiveCount(500), 100)
    .action(listSystems);
  withHelp(
    systems,
    [
      'sightglass systems',
      'sightglass systems --kind database',
      "sightglass systems --json | jq -r '.items[] | select(.needsAttention) | .name'",
    ],
    exitNote,
  );
  withJson(withClient(systems, url), 'the answer of the API as JSON');
};

const listSystems = async (words: readonly string[], options: SystemsOptions): Promise<void> => {
  const { kind, from, to, limit, url, json } = options;
  const now = Date.now();
  const search = words.length === 0 ? undefined : words.join(' ');
  const range = { from: from && parseInstant(from, now), to: to && parseInstant(to, now) };
  const list = await createClient(url).get('/api/v1/systems', systemList, { kind, search, limit, ...range });
  const printer = createPrinter();
  if (json) return printer.json(list);
  printer.line(list.sentence);
  if (list.items.length === 0) return;
  printer.line(`\n${renderSystemList(list.items, printer.style, now)}`);
  if (list.nextCursor !== null) printer.note(`There are ${list.total}; narrow the search or raise --limit.`);
};
