import { Writable } from 'node:stream';
import { attributes } from '@sightglass/model';
import { safely } from '../safely.ts';
import { emitLogRecord } from '../telemetry/log-records.ts';
import { textOf } from '../text.ts';
import { severityOfLevel } from './severity-of-level.ts';

interface WinstonEntry {
  readonly level?: unknown;
  readonly message?: unknown;
  readonly [key: string]: unknown;
}

interface WinstonLogger {
  readonly level?: string;
  readonly levels?: Readonly<Record<string, number>>;
}

/** A transport for `winston.createLogger({ transports: [...] })`: each entry becomes a log record of the active run. */
export class SightglassWinstonTransport extends Writable {
  readonly level: string | undefined;
  #logger: WinstonLogger = {};

  /** `level`: the least severe level to record; the logger's own when absent. */
  constructor(options: { readonly level?: string } = {}) {
    super({ objectMode: true });
    this.level = options.level;
    this.once('pipe', (logger: unknown) => {
      this.#logger = logger as WinstonLogger;
    });
  }

  log(entry: WinstonEntry, done: () => void): void {
    safely(() => this.#record(entry));
    done();
  }

  #record({ level, message, stack, ...rest }: WinstonEntry): void {
    if (!this.#accepts(level)) return;
    const trace = typeof stack === 'string' ? { [attributes.exceptionStacktrace]: stack } : { stack };
    emitLogRecord(severityOfLevel(level), textOf(message), { ...trace, ...rest });
  }

  override _write(entry: WinstonEntry, _encoding: string, done: () => void): void {
    this.log(entry, done);
  }

  /** In winston a lower number is more severe. */
  #accepts(level: unknown): boolean {
    const { level: loggerLevel, levels = {} } = this.#logger;
    const least = levels[this.level ?? loggerLevel ?? ''];
    const own = levels[String(level)];
    return least === undefined || own === undefined || own <= least;
  }
}
