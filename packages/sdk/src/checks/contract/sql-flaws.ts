import { type Contract, fileTable } from '@sightglass/model/contract';
import type { Flaw } from './flaw.ts';

/** Queries that are called the same, and names of tables that mean two things. */
export const sqlFlaws = ({ table: { sql } }: Contract): Flaw[] => {
  const names = new Set<string>();
  const files = new Map<string, string>();
  return sql.flatMap(({ name, tables = {} }, index): Flaw[] => {
    const path = ['table', 'sql', index];
    const repeated = names.size === names.add(name).size;
    return [
      ...(repeated
        ? [{ path: [...path, 'name'], message: `SQL "${name}" is there twice; give each a name of its own` }]
        : []),
      ...Object.entries(tables).flatMap(([key, file]): Flaw[] => {
        const own = [...path, 'tables', key];
        if (key === fileTable)
          return [{ path: own, message: `the table "${fileTable}" is the file that is checked; choose another name` }];
        const other = files.get(key) ?? file;
        files.set(key, other);
        return other === file
          ? []
          : [{ path: own, message: `the table "${key}" is ${other} in another query; choose another name` }];
      }),
    ];
  });
};
