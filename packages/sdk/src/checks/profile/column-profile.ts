import type { ColumnProfile, ColumnRules } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import type { ColumnPlan } from '../columns/column-plan.ts';
import type { ColumnState } from './column-state.ts';
import { inferType } from './infer-type.ts';

const topValues = 10;
const longestValue = 200;

/** A column as it is reported. */
export const profileOf = (
  name: string,
  state: ColumnState,
  rules: ColumnRules | undefined,
  isSecret = rules?.pii === true,
): ColumnProfile => {
  const { dictionary } = state;
  const texts = dictionary.texts.all();
  const type = rules === undefined ? 'string' : columnTypeOf(rules.type);
  const kind = kindOf(type);
  return {
    name,
    declaredType: rules === undefined ? null : type,
    inferredType: inferType(texts),
    nulls: state.nulls,
    distinct: dictionary.sketch?.estimate() ?? dictionary.size,
    exact: !dictionary.isFull,
    min: isSecret ? null : edge(state.low, state.least, kind),
    max: isSecret ? null : edge(state.high, state.most, kind),
    top: isSecret ? [] : topOf(texts, dictionary.counts),
    histogram: isSecret && kind !== 'text' ? [] : bucketsOf(state, kind),
  };
};

type Kind = ColumnPlan['valueKind'];

const kindOf = (type: string): Kind => {
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'date' || type === 'time' || type === 'timestamp' ? type : 'text';
};

const edge = (value: number, text: string | undefined, kind: Kind): number | string | null => {
  if (kind === 'text') return text === undefined ? null : shortened(text);
  return Number.isFinite(value) ? shown(value, kind) : null;
};

const shown = (value: number, kind: Kind): number | string => {
  if (kind === 'number' || kind === 'text') return value;
  const instant = new Date(value);
  if (Number.isNaN(instant.getTime())) return value;
  const text = instant.toISOString();
  if (kind === 'date') return text.slice(0, 10);
  return kind === 'time' ? text.slice(11, 23) : text;
};

type TopValue = ColumnProfile['top'][number];

const isBefore = (one: TopValue, other: TopValue): boolean =>
  one.count > other.count || (one.count === other.count && one.value < other.value);

const topOf = (texts: readonly string[], counts: Float64Array): TopValue[] => {
  const top: TopValue[] = [];
  for (const [entry, text] of texts.entries()) {
    const count = counts[entry] ?? 0;
    const last = top[topValues - 1];
    if (last !== undefined && count < last.count) continue;
    const one = { value: shortened(text), count };
    if (last !== undefined && !isBefore(one, last)) continue;
    const at = top.findIndex((other) => isBefore(one, other));
    top.splice(at === -1 ? top.length : at, 0, one);
    top.length = Math.min(top.length, topValues);
  }
  return top;
};

const shortened = (text: string): string => (text.length > longestValue ? `${text.slice(0, longestValue)}…` : text);

const bucketsOf = ({ histogram }: ColumnState, kind: Kind) =>
  histogram.buckets().map(({ from, to, count }) => ({ from: shown(from, kind), to: shown(to, kind), count }));
