import type { SdkConfig } from '../config/environment.ts';

/** Says each trouble with delivery once, on standard error, and never raises. */
export interface Notices {
  unreachable(reason: string): void;
  refused(url: string, reason: string): void;
  dropped(reason: string): void;
}

const silent: Notices = { unreachable: () => undefined, refused: () => undefined, dropped: () => undefined };

type NoticeConfig = Pick<SdkConfig, 'urls' | 'bufferDir'> & Partial<Pick<SdkConfig, 'quiet'>>;

export const createNotices = (config: NoticeConfig): Notices => {
  if (config.quiet) return silent;
  const said = new Set<string>();
  const once = (topic: string, text: string) => {
    if (said.has(topic)) return;
    said.add(topic);
    warn(text);
  };
  const kept = config.bufferDir === undefined ? 'is kept in memory' : `is kept in ${config.bufferDir}`;
  return {
    unreachable: (reason) =>
      once(
        'unreachable',
        `${config.urls.logs} does not take telemetry now (${reason}). It ${kept} and sent later; the pipeline is not affected.`,
      ),
    refused: (url, reason) =>
      once(`refused ${url}`, `${url} refused telemetry for good (${reason}). exportStatus() counts it.`),
    dropped: (reason) => once(`dropped ${reason}`, `some telemetry is lost: ${reason}. exportStatus() counts it.`),
  };
};

export const warn = (text: string): void => {
  try {
    process.stderr.write(`sightglass: ${text}\n`);
  } catch {
    // Standard error is closed: there is nobody left to tell.
  }
};
