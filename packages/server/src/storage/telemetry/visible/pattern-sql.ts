import { quote } from '../literal.ts';
import { globText, isGlob } from './visible-part.ts';

/** That a column is like one of the patterns. Pure. */
export const likeSql = (patterns: readonly string[], column: string): string => {
  const exact = patterns.filter((pattern) => !isGlob(pattern));
  const globs = patterns.filter(isGlob).map((pattern) => `match(${column}, ${quote(`(?s)${globText(pattern)}`)})`);
  return anyOf([listSql(column, exact), ...globs]);
};

export const listSql = (column: string, values: readonly string[]): string =>
  values.length === 0 ? '0' : `${column} IN (${values.map(quote).join(', ')})`;

/** `0` and `1` are what never and always holds. */
export const anyOf = (conditions: readonly string[]): string => {
  const kept = conditions.filter((one) => one !== '0');
  if (kept.includes('1')) return '1';
  return kept.length === 0 ? '0' : `(${kept.join(' OR ')})`;
};

export const allOf = (conditions: readonly string[]): string => {
  const kept = conditions.filter((one) => one !== '1');
  if (kept.includes('0')) return '0';
  return kept.length === 0 ? '1' : `(${kept.join(' AND ')})`;
};
