import { severities } from '@sightglass/model/alerting';
import type { Command } from 'commander';
import { incident, incidentDetail, incidentList } from '@sightglass/model/rest';
import { createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError } from '../../errors.ts';
import { renderIncident, renderIncidents } from '../../output/incidents.ts';
import { createPrinter } from '../../output/printer.ts';
import { oneOf, positiveCount, withClient, withHelp, withJson } from '../options.ts';

interface ServerOptions {
  readonly url: string;
  readonly json?: true;
}

interface ListOptions extends ServerOptions {
  readonly state: string;
  readonly severity?: string;
  readonly limit: number;
}

interface ActOptions extends ServerOptions {
  readonly by?: string;
  readonly why?: string;
}

const states = ['open', 'resolved', 'all'] as const;
const exitNote =
  '\nExit codes: 0 done; 1 no such incident; 2 used wrongly, refused, or Sightglass cannot be reached.\n';
const numberNote = 'its number: 12 or INC-12';

export const addIncidents = (incidents: Command, { url }: CliConfig): void => {
  withHelp(incidents, ['sightglass incidents list', 'sightglass incidents show 12', 'sightglass incidents ack 12']);
  const list = incidents
    .command('list')
    .description('list incidents, open ones first')
    .argument('[words...]', 'that the title or a pipeline in it holds')
    .option('--state <state>', `only these: ${states.join(', ')}`, oneOf(states), 'all')
    .option('--severity <severity>', `only of this severity: ${severities.join(', ')}`, oneOf(severities))
    .option('--limit <count>', 'maximum number of incidents', positiveCount(500), 20)
    .action(listIncidents);
  withHelp(list, ['sightglass incidents list --state open', 'sightglass incidents list orders'], exitNote);
  const show = incidents
    .command('show')
    .description('show an incident: what happened, what is in it, its timeline')
    .argument('<number>', numberNote)
    .action(showIncident);
  withHelp(show, ['sightglass incidents show INC-12'], exitNote);
  const all = [list, show, ...actions.map((action) => addAction(incidents, action))];
  for (const command of all) withJson(withClient(command, url), 'the answer of the API as JSON');
};

interface Action {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly example: string;
  /** The name of the argument after the number, and its place in the request. */
  readonly text?: { readonly name: string; readonly about: string; readonly field: string };
}

const actions: readonly Action[] = [
  { name: 'ack', path: 'ack', description: 'acknowledge an incident: you have seen it', example: 'ack 12' },
  { name: 'take', path: 'take', description: 'take care of an incident', example: 'take 12' },
  {
    name: 'note',
    path: 'notes',
    description: 'add a note to the timeline of an incident',
    example: 'note 12 "the file came late"',
    text: { name: 'text', about: 'the note', field: 'text' },
  },
  { name: 'resolve', path: 'resolve', description: 'close an incident by hand', example: 'resolve 12 --why "known"' },
];

const addAction = (incidents: Command, { name, path, description, example, text }: Action): Command => {
  const command = incidents
    .command(name)
    .description(description)
    .argument('<number>', numberNote)
    .option('--by <name>', 'who does it, where nobody signs in');
  if (text !== undefined) command.argument(`<${text.name}>`, text.about);
  if (name === 'resolve') command.option('--why <words>', 'why');
  command.action(async (number: string, ...rest: unknown[]) => {
    const options = (text === undefined ? rest[0] : rest[1]) as ActOptions;
    const given = text === undefined ? {} : { [text.field]: rest[0] };
    const why = options.why === undefined ? {} : { why: options.why };
    const body = { ...given, ...why, ...(options.by !== undefined && { by: options.by }) };
    await act(numberOf(number), path, body, options);
  });
  withHelp(command, [`sightglass incidents ${example}`], exitNote);
  return command;
};

const act = async (no: number, path: string, body: object, { url, json }: ActOptions): Promise<void> => {
  const changed = await createClient(url).send('POST', `/api/v1/incidents/${no}/${path}`, incident, body);
  const printer = createPrinter();
  if (json) return printer.json(changed);
  printer.line(`INC-${changed.no} ${changed.shown.word}: ${changed.title}`);
};

const listIncidents = async (words: readonly string[], options: ListOptions): Promise<void> => {
  const { state, severity, limit, url, json } = options;
  const search = words.length === 0 ? undefined : words.join(' ');
  const found = await createClient(url).get('/api/v1/incidents', incidentList, { state, severity, search, limit });
  const printer = createPrinter();
  if (json) return printer.json(found);
  printer.line(found.sentence);
  if (found.items.length === 0) return;
  printer.line(`\n${renderIncidents(found.items, printer.style, Date.now())}`);
  if (found.nextCursor !== null) printer.note('There are more; narrow the search or raise --limit.');
};

const showIncident = async (number: string, { url, json }: ServerOptions): Promise<void> => {
  const found = await createClient(url).get(`/api/v1/incidents/${numberOf(number)}`, incidentDetail);
  const printer = createPrinter();
  if (json) return printer.json(found);
  printer.line(renderIncident(found, printer.style));
};

/** Raises CliError. */
const numberOf = (text: string): number => {
  const [, digits] = /^(?:INC-)?(\d{1,9})$/iu.exec(text.trim()) ?? [];
  if (digits === undefined)
    throw new CliError('USAGE', `"${text}" is not the number of an incident; give one as 12 or INC-12`);
  return Number(digits);
};
