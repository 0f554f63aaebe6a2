import { format } from 'node:util';
import type { Severity } from '@sightglass/model';
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
      emitLogRecord(methods[name], format(...values), {});
    };
  }
  return () => {
    for (const [name, original] of originals) console[name] = original;
  };
};
