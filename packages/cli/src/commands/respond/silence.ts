import { silence, silenceList, silenceMade } from '@sightglass/model/rest';
import { visibleLine } from '@sightglass/model';
import type { Command } from 'commander';
import { createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { parseDuration } from '@sightglass/model/words/duration';
import { CliError } from '../../errors.ts';
import { createPrinter } from '../../output/printer.ts';
import { renderSilences } from '../../output/respond/silences.ts';
import { withClient, withHelp, withJson } from '../options.ts';

interface ServerOptions {
  readonly url: string;
  readonly json?: true;
  readonly by?: string;
}

interface AddOptions extends ServerOptions {
  readonly pipeline: readonly string[];
  readonly database: readonly string[];
  readonly api: readonly string[];
  readonly namespace: readonly string[];
  readonly owner: readonly string[];
  readonly for: string;
  readonly why: string;
  readonly preview?: true;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];
const byNote = 'who does it, where nobody signs in';

export const addSilence = (silences: Command, { url }: CliConfig): void => {
  const example = `sightglass silence add --pipeline 'orders*' --for 2h --why "the supplier moves"`;
  withHelp(silences, [example, 'sightglass silence list', 'sightglass silence end 3f9a1c2b']);
  const add = silences
    .command('add')
    .description('notify nobody of what fits, for some time')
    .requiredOption('--for <time>', 'how long from now: 30m, 2h, 1d')
    .requiredOption('--why <words>', 'why')
    .option('--pipeline <name>', 'these pipelines; * is any text; may be given again', collect, [])
    .option('--database <name>', 'these databases; may be given again', collect, [])
    .option('--api <name>', 'these APIs; may be given again', collect, [])
    .option('--namespace <name>', 'pipelines of this namespace; may be given again', collect, [])
    .option('--owner <name>', 'pipelines of this owner; may be given again', collect, [])
    .option('--preview', 'only show what it would hold back now')
    .option('--by <name>', byNote)
    .action(makeSilence);
  withHelp(add, [example, `${example} --preview`]);
  const list = silences.command('list').description('list silences, those that hold now first').action(listSilences);
  withHelp(list, ['sightglass silence list']);
  const end = silences
    .command('end')
    .description('end a silence now')
    .argument('<id>', 'as `silence list` shows it')
    .option('--by <name>', byNote)
    .action(endSilence);
  withHelp(end, ['sightglass silence end 3f9a1c2b']);
  for (const command of [add, list, end]) withJson(withClient(command, url), 'the answer of the API as JSON');
};

/** Raises CliError. */
const scopeOf = ({ pipeline, database, api, namespace, owner }: AddOptions): object => {
  const named = [
    ['pipeline', pipeline],
    ['database', database],
    ['api', api],
  ] as const;
  const [given, ...more] = named.filter(([, names]) => names.length > 0);
  if (more.length > 0)
    throw new CliError('USAGE', 'a silence covers pipelines, databases or APIs; make one for each of them');
  return {
    ...(given === undefined ? {} : { kind: given[0], name: given[1] }),
    ...(namespace.length === 0 ? {} : { namespace }),
    ...(owner.length === 0 ? {} : { owner }),
  };
};

const makeSilence = async (options: AddOptions): Promise<void> => {
  const { url, json, why, by, preview } = options;
  const lastsMs = parseDuration(options.for, ['s', 'm', 'h', 'd', 'w']);
  if (lastsMs === undefined || lastsMs <= 0)
    throw new CliError('USAGE', `--for "${options.for}" is not a time; write one like 30m, 2h or 1d`);
  const made = await createClient(url).send('POST', '/api/v1/silences', silenceMade, {
    where: scopeOf(options),
    until: new Date(Date.now() + lastsMs).toISOString(),
    why,
    ...(by !== undefined && { by }),
    ...(preview === true && { preview }),
  });
  const printer = createPrinter();
  if (json) return printer.json(made);
  if (made.silence === null) printer.line(`Nothing is stored. It would hold back ${made.total} open alerts:`);
  else printer.line(`Silence ${made.silence.id} until ${made.silence.until}. It holds back ${made.total} open alerts:`);
  for (const title of made.covers) printer.line(`  ${visibleLine(title)}`);
};

const listSilences = async ({ url, json }: ServerOptions): Promise<void> => {
  const found = await createClient(url).get('/api/v1/silences', silenceList);
  const printer = createPrinter();
  if (json) return printer.json(found);
  printer.line(found.items.length === 0 ? 'There is no silence.' : renderSilences(found.items));
};

const endSilence = async (id: string, { url, json, by }: ServerOptions): Promise<void> => {
  const path = `/api/v1/silences/${encodeURIComponent(id)}/end`;
  const ended = await createClient(url).send('POST', path, silence, by === undefined ? {} : { by });
  const printer = createPrinter();
  if (json) return printer.json(ended);
  printer.line(`Silence ${ended.id} has ended.`);
};
