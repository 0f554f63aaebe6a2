import { warn } from '../warnings.ts';
import type { SdkConfig } from '../config/environment.ts';

/** Says each trouble with delivery once, on standard error, and never raises. */
export interface Notices {
  unreachable(reason: string): void;
  /** The buffer folder takes nothing (any more). */
  unwritable(error: unknown): void;
  refused(url: string, reason: string): void;
  dropped(reason: string): void;
  thinned(): void;
}

const silent: Notices = {
  unreachable: () => undefined,
  unwritable: () => undefined,
  refused: () => undefined,
  dropped: () => undefined,
  thinned: () => undefined,
};

type NoticeConfig = Pick<SdkConfig, 'urls' | 'bufferDir'> & Partial<Pick<SdkConfig, 'quiet'>>;

export const createNotices = (config: NoticeConfig): Notices => {
  if (config.quiet) return silent;
  const shown = new Set<string>();
  const once = (topic: string, text: string) => {
    if (shown.has(topic)) return;
    shown.add(topic);
    warn(text);
  };
  let kept = config.bufferDir === undefined ? 'in memory' : `in ${config.bufferDir}`;
  return {
    unreachable: (reason) =>
      once(
        'unreachable',
        `${config.urls.logs} does not take telemetry now (${reason}). It is kept ${kept} and sent later; the pipeline is not affected.`,
      ),
    unwritable: (error) => {
      const problem = `${config.bufferDir} cannot be written: ${codeOf(error)}`;
      kept = `in memory (${problem})`;
      if (shown.has('unreachable')) once('unwritable', `${problem}. Telemetry is kept in memory now, up to a limit.`);
      shown.add('unwritable');
    },
    refused: (url, reason) =>
      once(`refused ${url}`, `${url} refused telemetry for good (${reason}). exportStatus() counts it.`),
    dropped: (reason) => once(`dropped ${reason}`, `some telemetry is lost: ${reason}. exportStatus() counts it.`),
    thinned: () =>
      once(
        'thinned',
        'log records come faster than they can be sent, and the buffer is full: of each minute the first 1,000 and the last 10,000 are kept, and all of WARN and above. exportStatus() counts the others.',
      ),
  };
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
