import { emitLogRecord } from '../telemetry/log-records.ts';
import { severityOfLevel } from './severity-of-level.ts';

type Line = Readonly<Record<string, unknown>>;

/** A stream for pino, alone or in `pino.multistream`: each line becomes a log record of the active run. */
export const sightglassPinoStream = (): { write(line: string): void } => ({
  write: (line) => {
    const { level, msg, time: _time, pid: _pid, hostname: _hostname, ...rest } = parse(line);
    emitLogRecord(severityOfLevel(level), typeof msg === 'string' ? msg : '', rest);
  },
});

const parse = (line: string): Line => {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Line;
  } catch {
    // A line of the program's own making: it is the message.
  }
  return { msg: line.trimEnd() };
};
