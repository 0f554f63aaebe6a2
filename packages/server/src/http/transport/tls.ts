import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ConfigError } from '../../config/config-error.ts';

/** Files in PEM. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** What a TLS server takes. */
export interface TlsPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Something that takes a new certificate for its next connections: `tls.Server`. */
export interface TlsTaker {
  setSecureContext(pair: TlsPair): void;
}

/** When a renewed certificate is noticed. Folders on network disks do not report changes, so the files are looked at. */
const lookEveryMs = 10_000;

/** Raises ConfigError when the files cannot be read, or are no certificate and the key to it. */
export const readTls = ({ certificate, key }: TlsFiles): TlsPair => {
  const pair = { cert: readPem('tls.certificate', certificate), key: readPem('tls.key', key) };
  try {
    createSecureContext({ ...pair });
  } catch (error) {
    throw new ConfigError(
      `tls: "${certificate}" and "${key}" are not a certificate and the key to it, both in PEM: ${(error as Error).message}`,
      { cause: error },
    );
  }
  return pair;
};

const readPem = (setting: string, path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigError(`${setting}: "${path}" cannot be read: ${(error as NodeJS.ErrnoException).code}`, {
      cause: error,
    });
  }
};

export interface TlsReload {
  readonly takers: readonly TlsTaker[];
  readonly onReloaded: () => void;
  /** The pair before stays in use. */
  readonly onError: (error: unknown) => void;
  readonly everyMs?: number;
}

/** Gives the servers the certificate anew whenever its files have changed. A renewal writes two files: the pair is tried again until both fit. */
export const reloadTls = (
  files: TlsFiles,
  { takers, onReloaded, onError, everyMs = lookEveryMs }: TlsReload,
): Disposable => {
  const paths = [files.certificate, files.key];
  const look = (): void => {
    try {
      const pair = readTls(files);
      for (const taker of takers) taker.setSecureContext(pair);
      onReloaded();
    } catch (error) {
      onError(error);
    }
  };
  const changed = (
    { mtimeMs, ino }: { mtimeMs: number; ino: number },
    before: { mtimeMs: number; ino: number },
  ): void => {
    if (mtimeMs !== before.mtimeMs || ino !== before.ino) look();
  };
  for (const path of paths) watchFile(path, { interval: everyMs, persistent: false }, changed);
  return {
    [Symbol.dispose]() {
      for (const path of paths) unwatchFile(path, changed);
    },
  };
};
