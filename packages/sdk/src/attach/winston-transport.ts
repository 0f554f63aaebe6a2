import { Writable } from 'node:stream';
import { emitLogRecord } from '../logging/log-records.ts';
import { severityOfLevel } from './severity-of-level.ts';

interface WinstonEntry {
  readonly level?: unknown;
  readonly message?: unknown;
  readonly [key: string]: unknown;
}

/** A transport for `winston.createLogger({ transports: [...] })`: each entry becomes a log record of the active run. */
export class SightglassWinstonTransport extends Writable {
  readonly level: string | undefined;

  constructor(options: { readonly level?: string } = {}) {
    super({ objectMode: true });
    this.level = options.level;
  }

  log(entry: WinstonEntry, done: () => void): void {
    const { level, message, ...rest } = entry;
    emitLogRecord(severityOfLevel(level), String(message), rest);
    done();
  }

  override _write(entry: WinstonEntry, _encoding: string, done: () => void): void {
    this.log(entry, done);
  }
}
