import { QueryProblemFound } from './query-problem.ts';
import type { ConditionToken } from './query-tokens.ts';
import { severityNumbersOf, severityRangeOf } from './severity-level.ts';
import { severities } from '../telemetry/severity.ts';

/** One condition of a log search. */
export interface LogTerm {
  readonly negated: boolean;
  /** Attribute or field name for `key:value`; absent for text in the body. */
  readonly key?: string;
  /** The word, the phrase without its quotes, or the value; without the `*` of a beginning. */
  readonly text: string;
  /** True when `text` was quoted: its words must follow one another. */
  readonly phrase: boolean;
  /** Only the beginning of the word or value was given: `word*`, `key:val*`; `key:*` is any value. */
  readonly prefix?: boolean;
  /** The value is a number within these: `key:>10`, `key:10..20`. */
  readonly range?: NumberRange;
  /** The severity numbers that a condition on the level allows. */
  readonly severityNumbers?: readonly number[];
}

export interface NumberRange {
  readonly from?: NumberEdge;
  readonly to?: NumberEdge;
}

export interface NumberEdge {
  /** As written, so that no digit is lost. */
  readonly number: string;
  readonly isIncluded: boolean;
}

const severityKeys = new Set([
  'severity',
  'level',
  'severitynumber',
  'severity_number',
  'severitytext',
  'severity_text',
]);

/** The condition that a token writes; `outerKey` is that of the brackets around it. Raises QueryProblemFound. */
export const termOf = (token: ConditionToken, outerKey: string | undefined): LogTerm => {
  const { negated, isQuoted } = token;
  if (outerKey !== undefined && token.key !== undefined)
    throw problemOf(token, `names a key within ${outerKey}:( )`, 'Close the brackets before the next key.');
  const key = outerKey ?? token.key;
  const own = { negated, phrase: isQuoted, ...(key === undefined ? {} : { key }) };
  if (key !== undefined && severityKeys.has(key.toLowerCase())) return severityTerm(token, own);
  if (isQuoted) return { ...own, text: token.value };
  const range = key === undefined ? undefined : rangeOf(token);
  if (range !== undefined) return { ...own, text: token.value, range };
  const prefix = token.value.endsWith('*');
  return { ...own, text: prefix ? token.value.slice(0, -1) : token.value, ...(prefix ? { prefix } : {}) };
};

const problemOf = ({ from, text }: ConditionToken, what: string, hint: string) =>
  new QueryProblemFound({ at: from, text, what, hint });

const comparison = /^([<>]=?)(.*)$/su;
const number = /^-?\d{1,76}(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/u;
const whole = /^-?\d+$/u;
const between = /^([^\s/\\]*?[^\s/\\.]|)\.\.(?!\.)([^\s./\\][^\s/\\]*|)$/u;

const rangeOf = (token: ConditionToken): NumberRange | undefined => {
  const [, sign, edge = ''] = comparison.exec(token.value) ?? [];
  if (sign !== undefined) return comparedTo(sign, numberIn(token, edge));
  const [, from = '', to = ''] = between.exec(token.value) ?? [];
  if (from === '' && to === '') return undefined;
  const edgeOf = (text: string) => ({ number: numberIn(token, text), isIncluded: true });
  if (from !== '' && to !== '' && isAbove(numberIn(token, from), numberIn(token, to)))
    throw problemOf(token, 'is a range the wrong way round', `Write the lower end first: ${to}..${from}.`);
  return { ...(from === '' ? {} : { from: edgeOf(from) }), ...(to === '' ? {} : { to: edgeOf(to) }) };
};

/** Digit by digit where doubles cannot tell them apart. */
const isAbove = (a: string, b: string): boolean =>
  Number(a) === Number(b) && whole.test(a) && whole.test(b) ? BigInt(a) > BigInt(b) : Number(a) > Number(b);

const comparedTo = (sign: string, edge: string): NumberRange => {
  const bound = { number: edge, isIncluded: sign.endsWith('=') };
  return sign.startsWith('>') ? { from: bound } : { to: bound };
};

const numberIn = (token: ConditionToken, text: string): string => {
  if (number.test(text)) return text;
  const what = text === '' ? 'compares with nothing' : 'compares with what is not a number';
  const hint =
    'Write a number without blank or unit, such as key:>10 or key:10..20; times are narrowed by from and to; put the value in quotes to find it as it is written.';
  throw problemOf(token, what, hint);
};

const severityTerm = (token: ConditionToken, own: Pick<LogTerm, 'negated' | 'phrase' | 'key'>): LogTerm => {
  const { value, isQuoted } = token;
  const isAny = value === '*' && !isQuoted;
  const numbers = severityRangeOf(value) ?? severityNumbersOf(value);
  if (!isAny && numbers === undefined) {
    const hint = `Use ${severities.join(', ')}, several with commas, WARN+ or >=WARN for WARN and above, or an OpenTelemetry number from 0 to 24.`;
    throw problemOf(token, 'has no severity', hint);
  }
  if (numbers?.length === 0) {
    const hint = `From the least to the gravest they are ${severities.join(', ')}, or the numbers from 0 to 24; a range begins with the lesser one.`;
    throw problemOf(token, 'allows no severity', hint);
  }
  return isAny
    ? { ...own, text: '', prefix: true, severityNumbers: Array.from({ length: 25 }, (_, each) => each) }
    : { ...own, text: value, severityNumbers: numbers ?? [] };
};
