import type { CheckReport } from '@sightglass/model/contract';
import type { CheckOptions } from '@sightglass/sdk/checks';
import { type CliError, exitCodes } from '../errors.ts';
import { complaint } from '../output/complaint.ts';
import { createPrinter } from '../output/printer.ts';
import { actionable } from './actionable.ts';
import { onInterrupt } from './interrupt.ts';
import { createProgress } from './progress.ts';
import { renderReport } from './report-picture.ts';

type Check = (file: string, options: Pick<CheckOptions, 'onProgress' | 'signal'>) => Promise<CheckReport>;

/** Checks one file after the other, shows what was found and sets the exit code: that of the worst. Returns the first error of a file that could not be checked. */
export const runChecks = async (
  files: readonly string[],
  asJson: boolean,
  check: Check,
): Promise<CliError | undefined> => {
  const printer = createPrinter();
  using interrupt = onInterrupt();
  let worst = 0;
  let first: CliError | undefined;
  for (const [index, file] of files.entries()) {
    const report = await watched(file, check, interrupt.signal).catch((error: unknown) => {
      const known = actionable(error);
      first ??= known;
      const { code, message } = known;
      printer.note(complaint({ code, message }));
      if (asJson) printer.json({ file, status: 'error', code, message });
      return undefined;
    });
    worst = Math.max(worst, exitCodeOf(report));
    if (interrupt.signal.aborted) break;
    if (report === undefined) continue;
    if (asJson) printer.json(report);
    else printer.line(`${index === 0 ? '' : '\n'}${renderReport(report, printer.style)}`);
  }
  process.exitCode = interrupt.exitCode ?? worst;
  return first;
};

const exitCodeOf = (report: CheckReport | undefined): number => {
  if (report === undefined) return exitCodes.usage;
  return report.status === 'fail' ? exitCodes.negative : 0;
};

const watched = async (file: string, check: Check, signal: AbortSignal): Promise<CheckReport> => {
  using progress = createProgress(file);
  return await check(file, { onProgress: progress.show, signal });
};
