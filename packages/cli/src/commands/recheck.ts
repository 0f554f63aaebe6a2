import { basename } from 'node:path';
import type { Command } from 'commander';
import type { CheckReport } from '@sightglass/model/contract';
import { replayRejects } from '@sightglass/sdk/checks';
import { runChecks } from '../check/checks.ts';
import { formatCount } from '../output/format.ts';
import { createPrinter } from '../output/printer.ts';
import { withHelp, withJson } from './options.ts';
import { requireOptions } from './usage.ts';

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
A reject file holds the original rows, each after two columns of its own. Correct the rows, leave the two columns, and check the
file again: rows that pass now go to --accepted, the others to another reject file. Columns that must be unique are compared
with the rows of --against too: the file the rows came from, or the rows accepted from it. Line numbers in messages are those
of the reject file; the rows keep their original line number. Expectations about the whole file, such as a number of rows, are
not checked.

Exit codes: 0 all rows pass now; 1 some do not; 2 the file could not be checked.`;

export const addRecheck = (command: Command): void => {
  command
    .argument('<rejects>', 'the reject file that a check has written')
    .option('--contract <file>', 'the contract, as YAML or JSON')
    .option(
      '--against <files...>',
      'the file the rows came from, and others accepted since; needed if a column must be unique',
    )
    .option('--no-against', 'look for duplicates among these rows alone')
    .option('--accepted <file>', 'file for the rows that pass now, in the format of the first file')
    .option('--rejects <file>', 'file for the rows that still fail; by default the name with .rejects once more')
    .option('--overwrite', 'replace the files of an earlier recheck instead of keeping them as NAME.1')
    .option('--mask-pii', 'star out columns with `pii: true` in rejected rows')
    .action(recheck);
  requireOptions(command, '--contract');
  const example =
    'recheck orders.csv.rejects --contract orders.yaml --against orders.csv --accepted orders-corrected.csv';
  withHelp(command, [`sightglass ${example}`], notes);
  withJson(command, 'the report as one JSON object');
};

const recheck = async (file: string, options: Options, self: Command): Promise<void> => {
  const { contract, accepted, rejects = `${basename(file)}.rejects`, json = false } = options;
  const { against, overwrite = false, maskPii = false } = options;
  if (self.name() === 'replay') createPrinter().note('sightglass: `replay` is now called `recheck`');
  await runChecks([file], json, async (rejectFile, watch) => {
    const report = await replayRejects(rejectFile, contract, {
      ...watch,
      rejects,
      overwrite,
      maskPii,
      ...(against === undefined ? {} : { against }),
      ...(accepted === undefined ? {} : { accepted }),
    });
    if (accepted === undefined) noteUnwritten(report);
    return report;
  });
};

const noteUnwritten = ({ rows, rejected }: CheckReport): void => {
  const good = rows - rejected;
  if (good === 0) return;
  const words = good === 1 ? '1 row passes now and was' : `${formatCount(good)} rows pass now and were`;
  createPrinter().note(`${words} not written to a file; give one with --accepted`);
};
