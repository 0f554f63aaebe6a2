import {
  type ActiveForm,
  activeForms,
  candidatePattern,
  partsPattern,
  type RedactionAction,
  type RedactionPolicy,
} from '@sightglass/model/redaction';
import { quote } from '../literal.ts';
import { checksumSql } from './checksum-sql.ts';
import { bound, listOf, markSql, piecesSql } from './sql-parts.ts';

/** `Tuple(text String, hits Array(String), isDropped UInt8)` of a text: the SQL form of `plainRedactor`. */
export const plainSql = (text: string, policy: RedactionPolicy, hashKey: string): string => {
  const forms = activeForms(policy);
  if (forms.length === 0) return `(${text}, CAST([], 'Array(String)'), toUInt8(0))`;
  const dropping = rulesWith(policy, 'drop');
  const hits = `arrayFilter(rule -> rule != '', founds.1)`;
  const changed = `(arrayStringConcat(founds.2), ${hits}, toUInt8(0))`;
  const dropped = bound(
    'dropped',
    `arrayFirst(rule -> rule IN (${dropping.map(quote).join(', ')}), founds.1)`,
    `if(dropped = '', ${changed}, (${markSql('drop', 'dropped', '', '')}, ${hits}, toUInt8(1)))`,
  );
  const founds = bound(
    'pieces',
    piecesSql(text, candidatePattern(forms)),
    `arrayMap((found, at) -> if(at % 2 = 1, ('', found), ${foundSql(forms, policy, hashKey)}), pieces, arrayEnumerate(pieces))`,
  );
  return bound('founds', founds, dropping.length === 0 ? changed : dropped);
};

const rulesWith = ({ actions }: RedactionPolicy, action: RedactionAction): string[] =>
  Object.keys(actions).filter((rule) => actions[rule] === action);

/** `Tuple(rule String, text String)`: what becomes of a candidate, and by which rule; no rule when it stays as it is. */
const foundSql = (forms: readonly ActiveForm[], policy: RedactionPolicy, hashKey: string): string => {
  const marks = (['hash', 'drop'] as const).flatMap((action) => {
    const rules = rulesWith(policy, action);
    return rules.length === 0
      ? []
      : [`rule IN (${rules.map(quote).join(', ')}), ${markSql(action, 'rule', 'parts[2]', hashKey)}`];
  });
  const masked = markSql('mask', 'rule', '', '');
  const mark = marks.length === 0 ? masked : `multiIf(${marks.join(', ')}, ${masked})`;
  const replaced = `if(rule = '', ('', found), (rule, concat(parts[1], ${mark}, parts[3])))`;
  return bound(
    'parts',
    `extractGroups(found, ${quote(partsPattern(forms))})`,
    bound(
      'bare',
      `upper(replaceRegexpAll(parts[2], '[ \u{A0}\u{202F}./()-]', ''))`,
      bound('rule', ruleSql(forms), replaced),
    ),
  );
};

/**
 * The rule of the first form that fits. Conditions of forms stand in arrays, so that one expression serves all: of the price of a small insert
 * most is that the engine reads it.
 */
const ruleSql = (forms: readonly ActiveForm[]): string => {
  const unless = [...new Set(forms.flatMap(({ rule }) => rule.unless ?? []))];
  const must = [...new Set(forms.flatMap(({ form }) => form.must ?? []))];
  const kinds = [...new Set(forms.flatMap(({ rule }) => rule.checksum ?? []))];
  const place = (list: readonly string[], of: (form: ActiveForm) => string | undefined): string =>
    `[${forms.map((form) => list.indexOf(of(form) ?? '') + 1).join(', ')}][at]`;
  const checks = kinds.map((kind) => `toUInt8(${checksumSql[kind]('bare')})`);
  const fits = [
    ...(unless.length === 0 ? [] : [`NOT has(excuses, ${place(unless, ({ rule }) => rule.unless)})`]),
    ...(must.length === 0 ? [] : [`has(musts, ${place(must, ({ form }) => form.must)})`]),
    ...(kinds.length === 0 ? [] : [`checks[1 + ${place(kinds, ({ rule }) => rule.checksum)}]`]),
  ];
  const whole = forms.map(({ pattern }) => String.raw`^(?:${pattern})\z`);
  const fitting = `arraySort(multiMatchAllIndices(found, ${listOf(whole)}))`;
  const first = fits.length === 0 ? `${fitting}[1]` : `arrayFirst(at -> ${fits.join(' AND ')}, ${fitting})`;
  const lists: readonly (readonly [name: string, value: string])[] = [
    ...(unless.length === 0 ? [] : [['excuses', indices('parts[2]', unless)] as const]),
    ...(must.length === 0 ? [] : [['musts', `arrayPushBack(${indices('bare', must)}, 0)`] as const]),
    ...(kinds.length === 0 ? [] : [['checks', `[1, ${checks.join(', ')}]`] as const]),
  ];
  const rule = `${listOf(['', ...forms.map(({ rule: { id } }) => id)])}[1 + ${first}]`;
  if (lists.length === 0) return rule;
  return `arrayMap((${lists.map(([name]) => name).join(', ')}) -> ${rule}, ${lists.map(([, value]) => `[${value}]`).join(', ')})[1]`;
};

const indices = (text: string, patterns: readonly string[]): string =>
  `multiMatchAllIndices(${text}, ${listOf(patterns)})`;
