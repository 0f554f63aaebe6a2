import { ruleList, ruleTestResult } from '@sightglass/model/rest';
import { writeDuration } from '@sightglass/model/words/duration';
import type { Command } from 'commander';
import { createClient } from '../../client/client.ts';
import type { CliConfig } from '../../config/environment.ts';
import { readAlerts } from '../../config/alerts-file.ts';
import { exitCodes } from '../../errors.ts';
import { parseInstant } from '../../instant.ts';
import { createPrinter } from '../../output/printer.ts';
import { renderRuleList, renderRuleTest } from '../../output/respond/rules.ts';
import { positiveCount, withClient, withHelp, withJson } from '../options.ts';

interface ServerOptions {
  readonly url: string;
  readonly json?: true;
}

interface TestOptions extends ServerOptions {
  readonly since: string;
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly maxPerWeek?: number;
}

const exitNote =
  '\nExit codes: 0 done; 1 more incidents a week than --max-per-week; 2 used wrongly, refused, or Sightglass cannot be reached.\n';

export const addRules = (rules: Command, { url }: CliConfig): void => {
  const example = 'sightglass rules test alerts.yaml --since 30d';
  withHelp(rules, ['sightglass rules list', example]);
  const list = rules
    .command('list')
    .description('list the rules of alerting, in the order in which they decide')
    .action(listRules);
  withHelp(list, ['sightglass rules list']);
  const test = rules
    .command('test')
    .description('replay runs that have been by rules before they are on')
    .argument('<file>', 'a YAML file with the rules under alerts:')
    .option('--since <time>', 'from when: a time, or an age: 7d, 30d', '30d')
    .option('--pipeline <name>', 'only the runs of this pipeline')
    .option('--namespace <name>', 'only pipelines of this namespace')
    .option('--max-per-week <count>', 'exit 1 where there would be more incidents a week', positiveCount(100_000))
    .action(testRules);
  withHelp(test, [example, `${example} --max-per-week 20`], exitNote);
  for (const command of [list, test]) withJson(withClient(command, url), 'the answer of the API as JSON');
};

const listRules = async ({ url, json }: ServerOptions): Promise<void> => {
  const found = await createClient(url).get('/api/v1/rules', ruleList);
  const printer = createPrinter();
  if (json) return printer.json(found);
  printer.line(renderRuleList(found.items, printer.style, writeDuration));
};

const testRules = async (file: string, options: TestOptions): Promise<void> => {
  const { url, json, since, pipeline, namespace, maxPerWeek = Infinity } = options;
  const result = await createClient(url).send('POST', '/api/v1/rules/test', ruleTestResult, {
    alerts: readAlerts(file),
    from: parseInstant(since, Date.now()),
    ...(pipeline !== undefined && { pipeline }),
    ...(namespace !== undefined && { namespace }),
  });
  const printer = createPrinter();
  if (json) printer.json(result);
  else printer.line(renderRuleTest(result, printer.style));
  if (result.incidentsPerWeek > maxPerWeek) process.exitCode = exitCodes.negative;
};
