import { Option, type Command } from 'commander';
import type { PingReport } from '@sightglass/model/rest';
import { isMissing, ping, readTarget, TargetError, type Target, withReferences } from '@sightglass/probes';
import type { CliConfig, Environment } from '../config/environment.ts';
import { CliError, exitCodes } from '../errors.ts';
import { createPrinter } from '../output/printer.ts';
import { renderPing } from '../output/ping-picture.ts';
import { duration, withHelp, withJson } from './options.ts';

interface Options {
  readonly timeout: number;
  readonly json?: true;
}

const timeoutOption = new Option('--timeout <time>', 'give up after, e.g. 3s or 500ms')
  .argParser(duration(50, 300_000))
  .default(3_000, '3s');

export const addPing = (command: Command, { env }: CliConfig): void => {
  command
    .argument(
      '<url>',
      'postgres://, mssql:// or mysql://; env:NAME takes it from a variable and ${NAME} a part of it, so that nobody sees it',
    )
    .addOption(timeoutOption)
    .action((url: string, options: Options) => checkOnce(url, options, env));
  withHelp(
    command,
    [
      'sightglass ping postgres://loader@db.example.com/orders?sslmode=verify-full',
      'sightglass ping env:WAREHOUSE_URL --timeout 10s --json',
    ],
    '\nExit codes: 0 the database is healthy; 1 it is not; 2 it could not be checked.\n',
  );
  withJson(command, 'the report as one JSON object');
};

const checkOnce = async (given: string, { timeout, json }: Options, env: Environment): Promise<void> => {
  const report: PingReport = await ping(targetOf(given, env), { timeoutMs: timeout });
  const printer = createPrinter();
  if (json) printer.json(report);
  else printer.line(renderPing(report, printer.style));
  process.exitCode = report.ok ? 0 : exitCodes.negative;
};

const targetOf = (given: string, env: Environment): Target => {
  const name = given.startsWith('env:') ? given.slice('env:'.length) : undefined;
  if (name !== undefined && !/^\w+$/.test(name)) {
    throw new CliError(
      'PING_URL',
      'Write env: and the name of a variable, such as env:WAREHOUSE_URL.',
      exitCodes.usage,
    );
  }
  const url = withReferences(given, env);
  if (isMissing(url)) throw new CliError('PING_URL', `The variable ${url.missing} is not set.`);
  try {
    return readTarget(url);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    const inFile = name === undefined ? '' : ` in ${name}`;
    throw new CliError('PING_URL', `The database${inFile} cannot be checked: ${error.message}`, exitCodes.usage, {
      cause: error,
    });
  }
};
