import { type Contract, fileReferenceOf } from '@sightglass/model/contract';
import type { Flaw } from './flaw.ts';

/** References that do not name as many columns here as there. */
export const referenceFlaws = ({ table }: Contract): Flaw[] =>
  table.references.flatMap((rules, index): Flaw[] => {
    const path = ['table', 'references', index];
    const { column, columns, key, keys, file } = rules;
    if ((column === undefined) === (columns === undefined))
      return [{ path, message: 'a reference has either column, or columns for a key of several' }];
    if (key !== undefined && keys !== undefined) return [{ path, message: 'a reference has either key or keys' }];
    const found = fileReferenceOf(rules);
    if (found.columns.length !== found.keys.length)
      return [
        {
          path: [...path, keys === undefined ? 'key' : 'keys'],
          message: `${found.columns.length} columns are compared with ${found.keys.length}; name as many in both`,
        },
      ];
    if (file === undefined && found.columns.every((name, at) => name === found.keys[at]))
      return [{ path, message: 'a reference without file is to another column of the file itself; name it with key' }];
    return [];
  });
