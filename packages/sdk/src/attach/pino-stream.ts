import { attributes } from '@sightglass/model';
import { emitLogRecord } from '../telemetry/log-records.ts';
import { severityOfLevel } from './severity-of-level.ts';

type Line = Readonly<Record<string, unknown>>;

/** A stream for pino, alone or in `pino.multistream`: each line becomes a log record of the active run. */
export const sightglassPinoStream = (): { write(line: string): void } => ({
  write: (line) => {
    const { level, msg, time: _time, pid: _pid, hostname: _hostname, err, ...rest } = parse(line);
    emitLogRecord(severityOfLevel(level), typeof msg === 'string' ? msg : '', { ...serializedError(err), ...rest });
  },
});

/** What pino makes of an error under its usual key. */
const serializedError = (err: unknown): Line => {
  if (typeof err !== 'object' || err === null || !('stack' in err)) return { err };
  const { type, message, stack, ...rest } = err as Line;
  return {
    ...rest,
    [attributes.exceptionType]: type,
    [attributes.exceptionMessage]: message,
    [attributes.exceptionStacktrace]: stack,
  };
};

const parse = (line: string): Line => {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Line;
  } catch {
    // A line of the program's own making: it is the message.
  }
  return { msg: line.trimEnd() };
};
