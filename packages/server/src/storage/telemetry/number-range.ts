import type { NumberEdge, NumberRange } from '@sightglass/model';

const whole = /^-?\d{1,76}$/;
const numeric = /^-?\d{1,76}(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;
/** The same two for the engine. */
const wholeSql = "'^-?[0-9]{1,76}$'";
const numericSql = "'^-?[0-9]{1,76}([.][0-9]+)?([eE][+-]?[0-9]{1,3})?$'";

/** Whether a text is a number within the range. Whole numbers are compared digit by digit, others as doubles. */
export const isInRange = (text: string, { from, to }: NumberRange): boolean =>
  numeric.test(text) &&
  (from === undefined || isBeyond(compared(text, from.number), from)) &&
  (to === undefined || isBeyond(-compared(text, to.number), to));

const isBeyond = (difference: number, { isIncluded }: NumberEdge): boolean =>
  difference > 0 || (isIncluded && difference === 0);

const compared = (text: string, edge: string): number => {
  if (!whole.test(text) || !whole.test(edge)) return differenceOf(Number(text), Number(edge));
  const [own, wanted] = [BigInt(text), BigInt(edge)];
  return own === wanted ? 0 : own > wanted ? 1 : -1;
};

/** -1, 0 or 1. */
const differenceOf = (a: number, b: number): number => (a === b ? 0 : a > b ? 1 : -1);

/** The same as a condition on a text column; `parameter` names a value. */
export const rangeSql = (text: string, { from, to }: NumberRange, parameter: (value: string) => string): string => {
  const edges = [
    ...(from === undefined ? [] : [edgeSql(text, from.isIncluded ? '>=' : '>', from.number, parameter)]),
    ...(to === undefined ? [] : [edgeSql(text, to.isIncluded ? '<=' : '<', to.number, parameter)]),
  ];
  return `(match(${text}, ${numericSql}) AND ${edges.join(' AND ')})`;
};

const edgeSql = (text: string, operator: string, edge: string, parameter: (value: string) => string): string => {
  const wanted = parameter(edge);
  const asDouble = `toFloat64OrZero(${text}) ${operator} toFloat64(${wanted})`;
  return whole.test(edge)
    ? `if(match(${text}, ${wholeSql}), toInt256OrZero(${text}) ${operator} toInt256(${wanted}), ${asDouble})`
    : asDouble;
};
