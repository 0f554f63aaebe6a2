import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { type CheckOptions, checkFile } from '@sightglass/sdk/checks/check';
import type { FileCheck } from '@sightglass/sdk';
import { runChecks } from '../check/checks.ts';
import { filesMatching, refusePattern } from '../check/files.ts';
import { checkStandardInput, standardInput, standardInputName } from '../check/standard-input.ts';
import { checkUrl } from '../client/check-url.ts';
import type { CliConfig } from '../config/environment.ts';
import { withHelp, withJson, withServer } from './options.ts';

interface Options {
  readonly contract?: string;
  readonly rejects: string | false;
  readonly overwrite?: true;
  readonly maskPii?: true;
  readonly profile: boolean;
  readonly history?: string;
  readonly report?: true;
  readonly pipeline?: string;
  readonly namespace: string;
  readonly url: string;
  readonly json?: true;
}

const notes = `
Rejected rows go to NAME.rejects in the working folder, in the encoding of the file. Each line has the original line number, the
rules it broke, and then the original row. Correct the rows there and check them again with \`sightglass recheck\`. If the file
exists already, it may hold corrections and is kept as NAME.rejects.1; --overwrite replaces it.
Without a contract, Sightglass profiles the file and rejects rows that are not valid CSV.

With --report the check is a run of the pipeline named after the contract: its results are on the page of that run and under Data
quality. If the server cannot be reached, they are kept on disk and a later run sends them. Without --report nothing is sent.
--history server compares files with those whose checks were reported (table.drift). If it cannot be read, drift is not judged.

Exit codes: 0 passed, with or without warnings; 1 an error threshold is broken; 2 a file could not be checked.`;

export const addCheck = (command: Command, config: CliConfig): void => {
  command
    .argument(
      '<files...>',
      'CSV, JSON or Parquet, plain, .gz, .zst or .zip; a pattern in quotes such as "in/*.csv"; - for standard input',
    )
    .option('--contract <file>', 'the contract, as YAML or JSON')
    .option('--rejects <folder>', 'folder for rejected rows; made if it does not exist', '.')
    .option('--no-rejects', 'write no rejected rows')
    .option('--overwrite', 'replace the rejected rows of an earlier check instead of keeping them as NAME.rejects.1')
    .option('--mask-pii', 'star out columns with `pii: true` in rejected rows')
    .option(
      '--history <folder>',
      'keep a profile of each file there, to compare later ones with (table.drift); "server" compares with checks reported to it',
    )
    .option('--report', 'report the results to the server, as a run')
    .option('--pipeline <name>', 'the pipeline of that run; by default the name of the contract')
    .option('--namespace <name>', 'the namespace of the pipeline', config.env['SIGHTGLASS_NAMESPACE'] || 'default')
    .option('--no-profile', 'check only, without column statistics: takes about half the time')
    .action(checkFiles);
  withHelp(
    command,
    [
      'sightglass check orders.csv --contract orders.yaml',
      'sightglass check "drops/*.csv.gz" --contract orders.yaml --rejects /var/rejects',
      'sightglass check orders.csv --contract orders.yaml --report --history server',
      'sightglass check orders.csv --contract orders.yaml --json | jq \'.results[] | select(.status == "fail")\'',
    ],
    notes,
  );
  withJson(withServer(command, config.url), 'one JSON object for each file, each on a line of its own');
};

const checkFiles = async (patterns: readonly string[], options: Options): Promise<void> => {
  const { contract, report, pipeline, namespace } = options;
  const url = report === true || options.history === 'server' ? checkUrl(options.url) : options.url;
  const files = await filesMatching(patterns);
  if (report !== true) return void (await checkEach(files, options, checkFile));
  const { pipelineNameFor, reported } = await import('../check/reported.ts');
  const target = { url, pipeline: pipeline ?? pipelineNameFor(contract), namespace };
  return reported(target, (check) => checkEach(files, options, check));
};

const checkEach = (files: readonly string[], options: Options, check: FileCheck) =>
  runChecks(files, options.json ?? false, async (file, watch) => {
    refusePattern(file);
    const name = file === standardInput ? standardInputName : basename(file);
    const one = (path: string) => check(path, options.contract, { ...watch, ...checkOptions(options, name) });
    return file === standardInput ? await checkStandardInput(watch.signal, one) : await one(file);
  });

const checkOptions = (options: Options, name: string): CheckOptions => {
  const { rejects, overwrite = false, maskPii = false, profile: profiles, history, url, namespace } = options;
  return {
    rejects: rejects === false ? false : join(rejects, `${name}.rejects`),
    overwrite,
    maskPii,
    profiles,
    takesPart: true,
    ...(history === undefined ? {} : { history: history === 'server' ? { server: url, namespace } : history }),
  };
};
