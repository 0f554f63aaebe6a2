import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { checkFile } from '@sightglass/sdk/checks';
import { runChecks } from '../check/checks.ts';
import { filesMatching, refusePattern } from '../check/files.ts';
import { examples, withJson } from './options.ts';

interface Options {
  readonly contract?: string;
  readonly rejects: string | false;
  readonly overwrite?: true;
  readonly maskPii?: true;
  readonly profile: boolean;
  readonly json?: true;
}

const notes = `
Rejected rows go to NAME.rejects in the working folder, in the encoding of the file: the rows as they were, behind the line they
stood on and why they were rejected. Correct them there and put them back with \`sightglass replay\`. A file that stands there
already may hold corrections and is kept as NAME.rejects.1, unless --overwrite says otherwise.
Without a contract a file is profiled, and rows that are broken as CSV are rejected.

Exit codes: 0 passed, with or without warnings; 1 an error threshold is broken; 2 a file could not be checked.`;

export const addCheck = (program: Command): void => {
  const command = program
    .command('check')
    .description('check files of data against a contract')
    .argument('<files...>', 'CSV, JSON lines or Parquet, plain, .gz or .zst; a pattern in quotes such as "in/*.csv"')
    .option('--contract <file>', 'the contract, YAML or JSON')
    .option('--rejects <folder>', 'where rejected rows go; made when it is not there', '.')
    .option('--no-rejects', 'write no rejected rows')
    .option('--overwrite', 'replace the rejected rows of an earlier check instead of keeping them as NAME.rejects.1')
    .option('--mask-pii', 'star out columns with `pii: true` in rejected rows')
    .option('--no-profile', 'check only: leave out what is in the columns, in about half the time')
    .addHelpText(
      'after',
      notes +
        '\n' +
        examples(
          'sightglass check orders.csv --contract orders.yaml',
          'sightglass check "drops/*.csv.gz" --contract orders.yaml --rejects /var/rejects',
          'sightglass check orders.csv --contract orders.yaml --json | jq \'.results[] | select(.status == "fail")\'',
        ),
    )
    .action(checkFiles);
  withJson(command, 'one JSON object for each file, each on a line of its own');
};

const checkFiles = async (patterns: readonly string[], options: Options): Promise<void> => {
  const { contract, rejects, overwrite = false, maskPii = false, profile: profiles, json = false } = options;
  await runChecks(await filesMatching(patterns), json, async (file, watch) => {
    refusePattern(file);
    return await checkFile(file, contract, {
      ...watch,
      rejects: rejects === false ? false : join(rejects, `${basename(file)}.rejects`),
      overwrite,
      maskPii,
      profiles,
    });
  });
};
