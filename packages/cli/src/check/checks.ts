import type { CheckReport } from '@sightglass/model/contract';
import type { CheckOptions } from '@sightglass/sdk/checks';
import { exitCodes } from '../errors.ts';
import { complaint } from '../output/complaint.ts';
import { createPrinter } from '../output/printer.ts';
import { actionable } from './actionable.ts';
import { onInterrupt } from './interrupt.ts';
import { createProgress } from './progress.ts';
import { renderReport } from './report-picture.ts';

type Check = (file: string, options: Pick<CheckOptions, 'onProgress' | 'signal'>) => Promise<CheckReport>;

/** Checks one file after the other, shows what was found and sets the exit code: that of the worst. */
export const runChecks = async (files: readonly string[], asJson: boolean, check: Check): Promise<void> => {
  const printer = createPrinter();
  using interrupt = onInterrupt();
  let worst = 0;
  for (const [index, file] of files.entries()) {
    const report = await watched(file, check, interrupt.signal).catch((error: unknown) => {
      const { code, message } = actionable(error);
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
};

const exitCodeOf = (report: CheckReport | undefined): number => {
  if (report === undefined) return exitCodes.usage;
  return report.status === 'fail' ? exitCodes.negative : 0;
};

const watched = async (file: string, check: Check, signal: AbortSignal): Promise<CheckReport> => {
  using progress = createProgress(file);
  return await check(file, { onProgress: progress.show, signal });
};
