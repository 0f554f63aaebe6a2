import { holdsPassword, TargetError, withReferences } from '@sightglass/probes';
import type { Environment } from './environment.ts';
import type { Issue } from './yaml-file.ts';

/**
 * Reads the entries of a list whose URLs the environment completes. `read` raises TargetError. Messages never repeat a URL, as it may hold
 * a password.
 */
export const readListUrls = <Given extends { readonly url: string }, Read>(
  setting: string,
  entries: readonly Given[],
  env: Environment,
  read: (entry: Given, url: string) => Read,
): { readonly values: readonly Read[]; readonly issues: readonly Issue[] } => {
  const issues: Issue[] = [];
  const values = entries.flatMap((entry, index) => {
    try {
      return [read(entry, completeUrl(entry.url, env))];
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      issues.push({ path: [setting, index, 'url'], message: error.message });
      return [];
    }
  });
  return { values, issues };
};

const completeUrl = (given: string, env: Environment): string => {
  const url = withReferences(given, env);
  if (typeof url !== 'string') throw new TargetError(`environment variable ${url.missing} is not set`);
  if (!holdsPassword(given)) return url;
  throw new TargetError('a password does not belong in this file; write ${NAME} in its place, or url: env:NAME');
};
