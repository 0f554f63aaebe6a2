import { basename } from 'node:path';
import type { Command } from 'commander';
import { replayRejects } from '@sightglass/sdk/checks';
import { runChecks } from '../check/checks.ts';
import { examples, withJson } from './options.ts';

interface Options {
  readonly contract: string;
  readonly against?: readonly string[] | false;
  readonly accepted?: string;
  readonly rejects?: string;
  readonly overwrite?: true;
  readonly maskPii?: true;
  readonly json?: true;
}

const notes = `
A reject file holds the rows as they were, behind two columns of its own. Correct the rows, leave the two columns, and replay it:
what the contract accepts now goes to --accepted, the rest to another reject file. What must be
different in every row is compared with the accepted rows of --against too: the file the rows came from, or the rows accepted of it.
Lines are those of the reject file.

Exit codes: 0 all rows are good now; 1 some are not; 2 it could not be checked.`;

export const addReplay = (program: Command): void => {
  const command = program
    .command('replay')
    .description('put corrected rows of a reject file back through the contract')
    .argument('<rejects>', 'the reject file a check has written')
    .requiredOption('--contract <file>', 'the contract, YAML or JSON')
    .option(
      '--against <files...>',
      'the file the rows came from, and others accepted since; needed when something must be different in every row',
    )
    .option('--no-against', 'look for duplicates among these rows alone')
    .option('--accepted <file>', 'where rows that are good now go, as a file like the first')
    .option('--rejects <file>', 'where rows that still are not go; by default the name with .rejects once more')
    .option('--overwrite', 'replace files of an earlier replay instead of keeping them as NAME.1')
    .option('--mask-pii', 'star out columns with `pii: true` in rejected rows')
    .addHelpText(
      'after',
      notes +
        '\n' +
        examples(
          'sightglass replay orders.csv.rejects --contract orders.yaml --against orders.csv --accepted orders-corrected.csv',
        ),
    )
    .action(replay);
  withJson(command, 'the report as one JSON object');
};

const replay = async (file: string, options: Options): Promise<void> => {
  const { contract, accepted, rejects = `${basename(file)}.rejects`, json = false } = options;
  const { against, overwrite = false, maskPii = false } = options;
  await runChecks([file], json, (rejectFile, watch) =>
    replayRejects(rejectFile, contract, {
      ...watch,
      rejects,
      overwrite,
      maskPii,
      ...(against === undefined ? {} : { against }),
      ...(accepted === undefined ? {} : { accepted }),
    }),
  );
};
