import { readFile } from 'node:fs/promises';
import { AuditTableError } from '../table.ts';

/** The certificates of the authorities to trust. */
export const readAuthority = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: Error) => {
    throw new AuditTableError(`The file of sslrootcert cannot be read: ${cause.message}`, { cause });
  });
