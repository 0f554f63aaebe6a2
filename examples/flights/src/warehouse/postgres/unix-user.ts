import { readFile } from 'node:fs/promises';

export interface UnixUser {
  readonly uid: number;
  readonly gid: number;
}

export class NoUnixUserError extends Error {
  readonly code = 'FLIGHTS_NO_UNIX_USER';
}

/**
 * PostgreSQL refuses to run as root and insists on a user that exists. When we are root: `nobody`, else any other user.
 * undefined when we are not root.
 */
export const userForPostgres = async (): Promise<UnixUser | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const user = chooseUser(await readFile('/etc/passwd', 'utf8'));
  if (user !== undefined) return user;
  throw new NoUnixUserError(
    'PostgreSQL refuses to run as root and /etc/passwd has no other user: add one, or give FLIGHTS_WAREHOUSE_URL',
  );
};

export const chooseUser = (passwd: string): UnixUser | undefined => {
  const users = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => uid > 0);
  const chosen = users.find(({ name }) => name === 'nobody') ?? users[0];
  return chosen && { uid: chosen.uid, gid: chosen.gid };
};
