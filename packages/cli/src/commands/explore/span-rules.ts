import type { Command } from 'commander';
import { spanRule, spanRuleList, spanRulePreview } from '@sightglass/model/rest';
import { type Client, createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { CliError, exitCodes } from '../../errors.ts';
import { createPrinter } from '../../output/printer.ts';
import { renderPreview, renderRule, renderRules } from '../../output/telemetry/span-rules.ts';
import { withClient, withHelp, withJson } from '../options.ts';

interface ServerOptions {
  readonly url: string;
  readonly json?: true;
}

interface RuleOptions extends ServerOptions {
  readonly service: string;
  readonly root: string;
  readonly pipeline?: string;
  readonly namespace: string;
  readonly stage: readonly string[];
}

const address = '/api/v1/span-rules';
const exitNote = '\nExit codes: 0 done; 1 no such rule; 2 used wrongly, refused, or Sightglass cannot be reached.\n';

export const addSpanRules = (rules: Command, { url }: CliConfig): void => {
  withHelp(rules, [
    "sightglass span-rules preview --service billing --root 'job *'",
    'sightglass span-rules list',
    'sightglass span-rules remove 3f9a1c2b',
  ]);
  const list = rules.command('list').description('list the rules, those of the configuration first').action(listRules);
  withHelp(list, ['sightglass span-rules list'], exitNote);
  const preview = withRule(
    rules.command('preview').description('show what a rule would make of the spans that are stored'),
  ).action(previewRule);
  withHelp(preview, ["sightglass span-rules preview --service billing --root 'job *'"], exitNote);
  const add = withRule(
    rules
      .command('add')
      .description('make runs of spans: of those that are stored, and of those that arrive from now on'),
  ).action(addRule);
  withHelp(
    add,
    [
      "sightglass span-rules add --service billing --root 'job *' --namespace finance --stage load",
      "sightglass span-rules add --service billing --root 'job invoices' --pipeline invoices",
    ],
    exitNote,
  );
  const remove = rules
    .command('remove')
    .description('take a rule away, and the runs that it made; the spans stay')
    .argument('<id>', 'as `span-rules list` shows it; the first characters are enough if no other rule has them')
    .action(removeRule);
  withHelp(remove, ['sightglass span-rules remove 3f9a1c2b'], exitNote);
  for (const command of [list, preview, add, remove])
    withJson(withClient(command, url), 'the answer of the API as JSON');
};

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

const withRule = (command: Command): Command =>
  command
    .requiredOption('--service <name>', 'spans of this service')
    .option('--root <name>', 'root spans of this name; * is any text, ? is one character', '*')
    .option('--pipeline <name>', 'the pipeline they are runs of; * is what that of --root stands for')
    .option('--namespace <name>', 'namespace of the pipeline', 'default')
    .option('--stage <name>', 'spans below it of this name are stages; may be given again', collect, []);

const orderOf = ({ service, root, pipeline, namespace, stage }: RuleOptions): object => ({
  service,
  rootSpan: root,
  pipeline: pipeline ?? (root.includes('*') ? '*' : root),
  namespace,
  stages: stage.map((span) => ({ span })),
});

const listRules = async ({ url, json }: ServerOptions): Promise<void> => {
  const found = await createClient(url).get(address, spanRuleList);
  const printer = createPrinter();
  if (json) return printer.json(found);
  if (found.items.length === 0) return printer.note('No rule makes runs of spans.');
  printer.line(renderRules(found.items));
};

const previewRule = async (options: RuleOptions): Promise<void> => {
  const found = await createClient(options.url).send('POST', `${address}/preview`, spanRulePreview, orderOf(options));
  const printer = createPrinter();
  if (options.json) return printer.json(found);
  printer.line(renderPreview(found, options.service));
};

const addRule = async (options: RuleOptions): Promise<void> => {
  const client = createClient(options.url);
  const made = await client.send('POST', address, spanRule, orderOf(options));
  const printer = createPrinter();
  if (options.json) return printer.json(made);
  printer.line(renderRule(made));
  printer.note(`Take it back: sightglass span-rules remove ${made.id.slice(0, 8)}`);
};

const removeRule = async (id: string, { url, json }: ServerOptions): Promise<void> => {
  const client = createClient(url);
  const removed = await client.send('DELETE', `${address}/${await wholeId(client, id)}`, spanRule);
  const printer = createPrinter();
  if (json) return printer.json(removed);
  printer.line(renderRule(removed));
};

const wholeId = async (client: Client, id: string): Promise<string> => {
  const { items } = await client.get(address, spanRuleList);
  const [found, other] = items.filter((rule) => rule.id.startsWith(id));
  if (found === undefined)
    throw new CliError('NOT_FOUND', `No rule has an id that begins with ${id}.`, exitCodes.negative);
  if (other !== undefined)
    throw new CliError('AMBIGUOUS', `Several rules have an id that begins with ${id}; give more of it.`);
  return found.id;
};
