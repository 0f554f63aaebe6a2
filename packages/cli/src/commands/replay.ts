import { basename } from 'node:path';
import type { Command } from 'commander';
import type { CheckReport } from '@sightglass/model/contract';
import { replayRejects } from '@sightglass/sdk/checks';
import { runChecks } from '../check/checks.ts';
import { formatCount } from '../output/format.ts';
import { createPrinter } from '../output/printer.ts';
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
Lines are told as those of the reject file; the rows keep the line they
first stood on. What is expected of the whole file, such as a number of rows, is not checked.

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
  await runChecks([file], json, async (rejectFile, watch) => {
    const report = await replayRejects(rejectFile, contract, {
      ...watch,
      rejects,
      overwrite,
      maskPii,
      ...(against === undefined ? {} : { against }),
      ...(accepted === undefined ? {} : { accepted }),
    });
    if (accepted === undefined) tellUnkept(report);
    return report;
  });
};

const tellUnkept = ({ rows, rejected }: CheckReport): void => {
  const good = rows - rejected;
  if (good === 0) return;
  const words = good === 1 ? '1 row is good now and was' : `${formatCount(good)} rows are good now and were`;
  createPrinter().note(`${words} written nowhere; name a file for them with --accepted`);
};
