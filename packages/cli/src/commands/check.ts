import { join } from 'node:path';
import type { Command } from 'commander';
import { basename } from 'node:path';
import type { CheckReport } from '@sightglass/model/contract';
import { checkFile } from '@sightglass/sdk/checks';
import { filesMatching } from '../check/files.ts';
import { actionable } from '../check/actionable.ts';
import { createProgress } from '../check/progress.ts';
import { renderReport } from '../check/report-picture.ts';
import { onInterrupt } from '../check/interrupt.ts';
import { exitCodes } from '../errors.ts';
import { createPrinter } from '../output/printer.ts';
import { examples, withJson } from './options.ts';

interface Options {
  readonly contract?: string;
  readonly rejects: string | false;
  readonly maskPii?: true;
  readonly json?: true;
}

const notes = `
Rejected rows go to NAME.rejects in the working folder, replacing the one of an earlier check: the rows as they were, behind
the line they stood on and why they were rejected. Correct them there and put them back with \`sightglass replay\`.
Without a contract a file is profiled, and rows that are broken as CSV are rejected.

Exit codes: 0 passed, with or without warnings; 1 an error threshold is broken; 2 a file could not be checked.`;

export const addCheck = (program: Command): void => {
  const command = program
    .command('check')
    .description('check files of data against a contract')
    .argument('<files...>', 'CSV, JSON lines or Parquet, plain, .gz or .zst; a pattern in quotes such as "in/*.csv"')
    .option('--contract <file>', 'the contract, YAML or JSON')
    .option('--rejects <folder>', 'where rejected rows go', '.')
    .option('--no-rejects', 'write no rejected rows')
    .option('--mask-pii', 'star out columns with `pii: true` in rejected rows')
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
  const printer = createPrinter();
  using interrupt = onInterrupt();
  const files = await filesMatching(patterns);
  let worst = 0;
  for (const [place, file] of files.entries()) {
    const report = await checkOne(file, options, interrupt.signal).catch((error: unknown) => {
      printer.note(`sightglass: ${actionable(error).message}`);
      return undefined;
    });
    worst = Math.max(worst, exitCodeOf(report));
    if (report === undefined) continue;
    if (options.json) printer.json(report);
    else printer.line(`${place === 0 ? '' : '\n'}${renderReport(report, printer.style)}`);
  }
  process.exitCode = worst;
};

const exitCodeOf = (report: CheckReport | undefined): number => {
  if (report === undefined) return exitCodes.usage;
  return report.status === 'fail' ? exitCodes.negative : 0;
};

const checkOne = async (file: string, options: Options, signal: AbortSignal): Promise<CheckReport> => {
  using progress = createProgress(file);
  return checkFile(file, options.contract, {
    rejects: options.rejects === false ? false : join(options.rejects, `${basename(file)}.rejects`),
    maskPii: options.maskPii === true,
    onProgress: progress.show,
    signal,
  });
};
