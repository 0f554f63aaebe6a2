import { addedToNames, formerNames, formerNamespace, namesOf, otherNameOf } from '@sightglass/model';
import { quote } from './literal.ts';

/** The name that what a column names has now (`nameNow` in SQL). */
export const nameNowSql = (column: string): string =>
  `if(startsWith(${column}, ${quote(formerNamespace)}) OR ${column} IN (${formerNames.map(quote).join(', ')}), concat(${quote(addedToNames)}, ${column}), toString(${column}))`;

/** That a column is this name of ours, or the other one of the same. */
export const isNamedSql = (column: string, name: string): string =>
  `${column} IN (${namesOf(name).map(quote).join(', ')})`;

/** An attribute of ours in a record, under whichever of its names. */
export const attributeOf = (name: string, map = 'LogAttributes'): string => {
  const other = otherNameOf(name);
  const value = `${map}[${quote(name)}]`;
  return other === undefined ? value : `if(${value} = '', ${map}[${quote(other)}], ${value})`;
};
