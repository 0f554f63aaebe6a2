import { TargetError } from '@sightglass/probes';
import type { Issue } from './yaml-file.ts';

/** Reads the entries of a list that lead to databases. `read` raises TargetError about the URL. */
export const readList = <Given, Read>(
  setting: string,
  entries: readonly Given[],
  read: (entry: Given) => Read,
): { readonly values: readonly Read[]; readonly issues: readonly Issue[] } => {
  const issues: Issue[] = [];
  const values = entries.flatMap((entry, index) => {
    try {
      return [read(entry)];
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      issues.push({ path: [setting, index, 'url'], message: error.message });
      return [];
    }
  });
  return { values, issues };
};
