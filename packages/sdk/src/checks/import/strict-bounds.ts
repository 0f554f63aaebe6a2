import type { ColumnType } from '@sightglass/model/contract';
import { identifierOf } from '../expression/words.ts';
import type { ExpressionInput } from './imported.ts';

/** What other languages say of numbers and times, and a contract says by an expression. */
export interface StrictBounds {
  readonly exclusiveMinimum?: number | string | undefined;
  readonly exclusiveMaximum?: number | string | undefined;
  readonly multipleOf?: number | undefined;
}

/** Conditions on the column `name`. */
export const strictBounds = (name: string, type: ColumnType, bounds: StrictBounds): ExpressionInput[] => {
  const column = identifierOf(name);
  const { exclusiveMinimum: least, exclusiveMaximum: most, multipleOf: step } = bounds;
  return [
    ...(least !== undefined
      ? [{ name: `${name} above ${least}`, expression: `${column} > ${literal(type, least)}` }]
      : []),
    ...(most !== undefined
      ? [{ name: `${name} below ${most}`, expression: `${column} < ${literal(type, most)}` }]
      : []),
    ...(step !== undefined ? [{ name: `${name} in steps of ${step}`, expression: `${column} % ${step} == 0` }] : []),
  ];
};

const literal = (type: ColumnType, bound: number | string): string =>
  type === 'date' || type === 'timestamp' ? `timestamp("${instantOf(String(bound))}")` : String(bound);

/** RFC 3339, UTC where nothing else is said; as it stands when it is no time, which the contract is then refused for. */
const instantOf = (text: string): string => {
  const isZoned = /(?:Z|[+-]\d\d:?\d\d)$/u.test(text);
  const at = new Date(isZoned || /^\d{4}-\d\d-\d\d$/u.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(at.valueOf()) ? text : at.toISOString();
};
