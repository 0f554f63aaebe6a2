import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of the disk buffer, and the server that what lies in it is meant for; unknown in folders of older versions. */
export interface BufferDestination {
  readonly folder: string;
  /** Of its logs, without what may be secret in it. */
  readonly logsUrl: string | undefined;
}

const fileName = 'destination.json';

/** A folder is named by a hash, so this says in words whose it is. */
export const writeDestination = (folder: string, logsUrl: string): void => {
  try {
    const text = `${JSON.stringify({ logs: withoutSecrets(logsUrl) })}\n`;
    writeFileSync(join(folder, fileName), text, { mode: 0o600, flag: 'wx' });
  } catch {
    // It is there already, or the disk takes nothing: the buffer itself will say so.
  }
};

export const bufferDestinations = (base: string): BufferDestination[] =>
  foldersIn(base).map((folder) => ({ folder, logsUrl: readDestination(folder) }));

/** Credentials and query may be secret. */
export const withoutSecrets = (text: string): string => {
  if (!URL.canParse(text)) return text;
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
};

const foldersIn = (base: string): string[] => {
  try {
    return readdirSync(base, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(base, name));
  } catch {
    return [];
  }
};

const readDestination = (folder: string): string | undefined => {
  try {
    const { logs } = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as { logs?: unknown };
    return typeof logs === 'string' ? logs : undefined;
  } catch {
    return undefined;
  }
};
