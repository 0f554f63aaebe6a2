import { format } from 'node:util';
import type { Severity } from '@sightglass/model';
import { failureAttributes, isError } from '../run/failure/failure.ts';
import { safely } from '../safely.ts';
import { emitLogRecord } from '../telemetry/log-records.ts';

const methods = {
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
} as const satisfies Record<string, Severity>;

type Method = keyof typeof methods;

/** What goes through `console` also becomes log records of the active run; the output stays as it is. Returns the way back. */
export const observeConsole = (): (() => void) => {
  const originals = Object.keys(methods).map((name) => [name as Method, console[name as Method]] as const);
  for (const [name, original] of originals) {
    console[name] = (...values: unknown[]) => {
      original.apply(console, values);
      safely(() => record(methods[name], values));
    };
  }
  return () => {
    for (const [name, original] of originals) console[name] = original;
  };
};

const record = (severity: Severity, values: readonly unknown[]): void => {
  const error = values.find(isError);
  emitLogRecord(severity, format(...values), error === undefined ? {} : failureAttributes(error));
};
