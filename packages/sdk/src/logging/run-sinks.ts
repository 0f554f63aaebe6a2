import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SdkConfig } from '../config/environment.ts';
import { warn } from '../warnings.ts';
import type { RunResult } from '../run/run-result.ts';
import { summarise } from '../summary/run-summary.ts';
import { summaryTable } from '../summary/summary-table.ts';
import { createLineLogger, type LineLogger } from './line-logger.ts';
import { fileSafe, openRunLogFile, removeOldRunFiles, runFileBase } from './log-files.ts';
import { destination, type DestinationStream } from 'pino';

/** Where the log lines of one run go besides OTLP, and what is written when it ends. */
export interface RunSinks {
  readonly lines: LineLogger | undefined;
  finish(result: RunResult): void;
}

export const openRunSinks = (config: SdkConfig, pipeline: string, runId: string, startedAtMs: number): RunSinks => {
  const dir = config.logDir === undefined ? undefined : join(config.logDir, fileSafe(pipeline));
  const base = dir === undefined ? undefined : runFileBase(dir, runId, startedAtMs);
  const file = base === undefined ? undefined : openRunLogFile(base, config.logFileMaxBytes);
  const writers = [...(config.logToConsole ? [writeToConsole] : []), ...(file === undefined ? [] : [file.write])];
  if (dir !== undefined && file !== undefined) {
    const retention = { maxRuns: config.logMaxRuns, maxAgeMs: config.logMaxAgeDays * 86_400_000 };
    void removeOldRunFiles(dir, retention, Date.now()).catch(() => undefined);
  }
  return {
    lines: writers.length === 0 ? undefined : createLineLogger(writers),
    finish: (result) => {
      file?.close();
      const summary = summarise(result);
      if (file !== undefined) writeSummary(`${base}.summary.json`, summary);
      if (config.summaryTable) writeTable(summaryTable(summary, { colour: config.colour }));
    },
  };
};

const writeSummary = (path: string, summary: unknown) => {
  try {
    writeFileSync(path, `${JSON.stringify(summary, undefined, 2)}\n`);
  } catch (error) {
    warn(`cannot write ${path} (${String(error)}).`);
  }
};

const writeTable = (table: string) => {
  try {
    process.stderr.write(table);
  } catch {
    // Standard error is closed: nobody is looking.
  }
};

let stream: DestinationStream | undefined;

/** Standard output, written at once so that lines keep their place among the program's own; a closed pipe is no error. */
const writeToConsole = (line: string): void => {
  stream ??= destination({ fd: 1, sync: true });
  stream.write(line);
};
