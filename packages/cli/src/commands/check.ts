import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { checkFile } from '@sightglass/sdk/checks/check';
import { runChecks } from '../check/checks.ts';
import { filesMatching, refusePattern } from '../check/files.ts';
import { checkStandardInput, standardInput, standardInputName } from '../check/standard-input.ts';
import { withHelp, withJson } from './options.ts';

interface Options {
  readonly contract?: string;
  readonly rejects: string | false;
  readonly overwrite?: true;
  readonly maskPii?: true;
  readonly profile: boolean;
  readonly history?: string;
  readonly json?: true;
}

const notes = `
Rejected rows go to NAME.rejects in the working folder, in the encoding of the file. Each line has the original line number, the
rules it broke, and then the original row. Correct the rows there and check them again with \`sightglass recheck\`. If the file
exists already, it may hold corrections and is kept as NAME.rejects.1; --overwrite replaces it.
Without a contract, Sightglass profiles the file and rejects rows that are not valid CSV.

Nothing is sent to a server: results are on a page and in a run where a pipeline checks its files itself, with \`stage.check\` of the SDK
(docs/files.md).

Exit codes: 0 passed, with or without warnings; 1 an error threshold is broken; 2 a file could not be checked.`;

export const addCheck = (command: Command): void => {
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
    .option('--history <folder>', 'keep a profile of each file there, to compare later ones with (table.drift)')
    .option('--no-profile', 'check only, without column statistics: takes about half the time')
    .action(checkFiles);
  withHelp(
    command,
    [
      'sightglass check orders.csv --contract orders.yaml',
      'sightglass check "drops/*.csv.gz" --contract orders.yaml --rejects /var/rejects',
      'sightglass check orders.csv --contract orders.yaml --json | jq \'.results[] | select(.status == "fail")\'',
    ],
    notes,
  );
  withJson(command, 'one JSON object for each file, each on a line of its own');
};

const checkFiles = async (patterns: readonly string[], options: Options): Promise<void> => {
  const { contract, rejects, overwrite = false, maskPii = false, profile: profiles, history, json = false } = options;
  await runChecks(await filesMatching(patterns), json, async (file, watch) => {
    refusePattern(file);
    const name = file === standardInput ? standardInputName : basename(file);
    const check = (path: string) =>
      checkFile(path, contract, {
        ...watch,
        rejects: rejects === false ? false : join(rejects, `${name}.rejects`),
        overwrite,
        maskPii,
        profiles,
        takesPart: true,
        ...(history === undefined ? {} : { history }),
      });
    return file === standardInput ? await checkStandardInput(watch.signal, check) : await check(file);
  });
};
