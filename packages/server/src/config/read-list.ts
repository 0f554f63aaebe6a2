import { TargetError } from '@sightglass/probes';
import type { z } from 'zod';
import type { Issue } from './yaml-file.ts';

interface ReadList<Read> {
  readonly values: readonly Read[];
  readonly issues: readonly Issue[];
}

/**
 * Reads the entries of a list that lead to databases, as far as their shape allows; what is wrong with the shape is not among the
 * issues. `read` raises TargetError about the URL.
 */
export const readList = <Shape extends z.ZodType, Read>(
  setting: string,
  settings: Readonly<Record<string, unknown>>,
  shape: Shape,
  read: (entry: z.output<Shape>) => Read,
): ReadList<Read> => {
  const given = settings[setting];
  const issues: Issue[] = [];
  const values = (Array.isArray(given) ? given : []).flatMap((entry: unknown, index) => {
    const parsed = shape.safeParse(entry);
    if (!parsed.success) return [];
    try {
      return [read(parsed.data)];
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      issues.push({ path: [setting, index, 'url'], message: error.message });
      return [];
    }
  });
  return { values, issues };
};
