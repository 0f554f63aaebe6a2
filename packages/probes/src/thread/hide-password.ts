import type { Target } from '../target/target.ts';

const shortest = 4;

/**
 * What a server or driver said, without the password, should it repeat that. A password as short as a syllable would take words apart,
 * and one that is also the name of something shown is no secret.
 */
export const hidePassword = ({ password, user, host, database }: Target): (<T>(value: T) => T) => {
  const isHidden = password.length >= shortest && ![user, host, database].includes(password);
  return isHidden ? (value) => replaced(value, [password, encodeURIComponent(password)]) : (value) => value;
};

const replaced = <T>(value: T, secrets: readonly string[]): T => {
  if (typeof value === 'string')
    return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), value as string) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => replaced<unknown>(item, secrets)) as T;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced<unknown>(item, secrets)])) as T;
};
