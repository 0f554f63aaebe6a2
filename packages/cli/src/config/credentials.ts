import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../errors.ts';

/** What signs the command line in at one server. */
export interface Credential {
  readonly token: string;
  readonly person: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

type Kept = Readonly<Record<string, Credential>>;

/** The token for this server, as `login` has kept it; it goes to no other. Raises {@link CliError} when others may read the file. */
export const readCredential = (file: string, url: string): Credential | undefined => {
  const kept = read(file);
  return Object.hasOwn(kept, url) ? kept[url] : undefined;
};

/** Keeps it in a file that only its owner can read. Raises {@link CliError}. */
export const keepCredential = (file: string, url: string, credential: Credential): void =>
  write(file, { ...read(file), [url]: credential });

export const forgetCredential = (file: string, url: string): void => {
  const { [url]: forgotten, ...rest } = read(file);
  if (forgotten === undefined) return;
  if (Object.keys(rest).length === 0) rmSync(file);
  else write(file, rest);
};

const read = (file: string): Kept => {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return {};
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new CliError('CREDENTIALS_EXPOSED', `${file} holds tokens, and others may read it. Run: chmod 600 ${file}`);
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof kept === 'object' && kept !== null && !Array.isArray(kept)) return kept as Kept;
    throw new Error('it is not an object');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(
      'CREDENTIALS_INVALID',
      `${file} cannot be read: ${why}. Remove it, and run: sightglass login`,
      undefined,
      { cause },
    );
  }
};

/** Beside it first, so that a full disk or a second login leaves a whole file. */
const write = (file: string, kept: Kept): void => {
  const beside = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(beside, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
    chmodSync(beside, 0o600);
    renameSync(beside, file);
  } catch (cause) {
    rmSync(beside, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('CREDENTIALS_WRITE', `The token cannot be kept in ${file}: ${why}`, undefined, { cause });
  }
};
