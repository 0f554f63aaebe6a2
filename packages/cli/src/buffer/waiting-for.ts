import { bufferDestinations, bufferDirFor, signals, signalUrlOf, withoutSecrets } from '@sightglass/sdk/telemetry';
import { filesBelow, isWaiting, sizeOf } from './waiting-files.ts';

/** What waits for one server; `url` is null where an older version kept it without saying for whom. */
export interface WaitingFor {
  readonly url: string | null;
  readonly folder: string;
  readonly bytes: number;
}

export interface WaitingTelemetry {
  readonly hereBytes: number;
  readonly elsewhere: readonly WaitingFor[];
}

/** The folder of `bufferDir` that holds what is kept for the server at `url`. */
export const folderFor = (bufferDir: string, url: string): string => {
  const exact = bufferDirFor(
    bufferDir,
    signals.map((signal) => signalUrlOf(url, signal)),
  );
  const known = bufferDestinations(bufferDir);
  if (known.some(({ folder }) => folder === exact)) return exact;
  const logsUrl = withoutSecrets(signalUrlOf(url, 'logs'));
  return known.find((destination) => destination.logsUrl === logsUrl)?.folder ?? exact;
};

export const waitingTelemetry = (bufferDir: string, here: string): WaitingTelemetry => ({
  hereBytes: waitingBytes(here),
  elsewhere: bufferDestinations(bufferDir)
    .filter(({ folder }) => folder !== here)
    .map(({ folder, logsUrl }) => ({
      url: logsUrl?.replace(/\/v1\/logs$/, '') ?? null,
      folder,
      bytes: waitingBytes(folder),
    }))
    .filter(({ bytes }) => bytes > 0),
});

const waitingBytes = (folder: string): number => sizeOf(filesBelow(folder).filter(isWaiting));
