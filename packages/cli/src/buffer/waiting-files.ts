import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { lanes } from '@sightglass/sdk/telemetry';

/** Telemetry the server has refused for good. */
export const isRefused = (path: string): boolean => /(?:^|\/)refused-[^/]*\.otlp(?:\.1)?$/.test(path);

const waitingFile = new RegExp(String.raw`(?:^|/)(?:${lanes.join('|')})-\d+-\d+\.(?:otlp|draft)$`);

/** Telemetry that waits to be sent. */
export const isWaiting = (path: string): boolean => waitingFile.test(path);

/** Files of a buffer folder, at any depth. Programs that run take folders away meanwhile, which then hold nothing. */
export const filesBelow = (folder: string): string[] =>
  entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });

const entriesOf = (folder: string): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/** Bytes; a file that was sent meanwhile counts nothing. */
export const sizeOf = (files: readonly string[]): number =>
  files.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
