import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Telemetry the server has refused for good. */
export const isRefused = (path: string): boolean => /(?:^|\/)refused-[^/]*\.otlp(?:\.1)?$/.test(path);

/** Telemetry that waits to be sent. */
export const isWaiting = (path: string): boolean => /(?:^|\/)(?:logs|traces|metrics)-\d+-\d+\.otlp$/.test(path);

/** Files of a buffer folder, at any depth. */
export const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/** Bytes; a file that was sent meanwhile counts nothing. */
export const sizeOf = (files: readonly string[]): number =>
  files.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
