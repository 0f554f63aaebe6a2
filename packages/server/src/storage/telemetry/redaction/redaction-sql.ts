import {
  activeForms,
  fieldRuleId,
  globPattern,
  hintPatterns,
  markPattern,
  memberPatterns,
  plainKeys,
  quotedOrMark,
  type RedactionPolicy,
} from '@sightglass/model/redaction';
import { quote } from '../literal.ts';
import { plainSql } from './plain-sql.ts';
import { bound, listOf, markSql, piecesSql } from './sql-parts.ts';

/** Of what: resource and scope, once for all of their records; or each record. */
export type RedactedPart = 'scope' | 'record';

/** Expressions for a SELECT that are the SQL form of `createRedactor`. */
export interface RedactionSql {
  /** False only of lines (keys and values of attributes, and other texts, with a line break before and behind each) that hold nothing to redact. */
  readonly isCandidate: (lines: string) => string;
  /** Of arrays of kinds (`attribute` or `text`), keys and values an `Array(Tuple(key, value, hits Array(String), stays UInt8))`. */
  readonly items: (kinds: string, keys: string, values: string) => string;
  /** Text `card=1,mail=2` of an `Array(String)`. */
  readonly counts: (hits: string) => string;
  /** What stands under `SETTINGS`. */
  readonly settings: string;
  /** Parts that hold nothing to redact: the statement does without their expressions, and fails where one may hold something after all. */
  readonly cleanParts?: readonly RedactedPart[];
}

/** `hashKey` is that of `hash`; it stands in the SQL. */
export const redactionSql = (policy: RedactionPolicy, hashKey: string): RedactionSql => {
  const hints = [...hintPatterns(activeForms(policy)), ...fieldHints(policy)];
  return {
    isCandidate: (lines) => `multiMatchAny(${lines}, ${listOf(hints)})`,
    items: (kinds, keys, values) =>
      `arrayMap((kind, k, v) -> ${itemSql(policy, hashKey)}, ${kinds}, arrayMap(k -> toValidUTF8(k), ${keys}), arrayMap(v -> toValidUTF8(v), ${values}))`,
    counts: (hits) =>
      `arrayStringConcat(arraySort(arrayMap(rule -> concat(rule, '=', toString(countEqual(${hits}, rule))), arrayDistinct(${hits}))), ',')`,
    settings: 'reject_expensive_hyperscan_regexps = 0',
  };
};

const fieldHints = ({ fields }: RedactionPolicy): string[] => {
  const keys = fields.flatMap(({ keys: own }) => own);
  if (keys.length === 0) return [];
  return [String.raw`\n(?:${globPattern(keys)})\n`, memberPatterns(keys).key];
};

const isMark = (text: string): string => `match(${text}, ${quote(`^(?:${markPattern})$`)})`;
const nothing = `CAST([], 'Array(String)')`;
const field = quote(fieldRuleId);

const isAttribute = `kind = 'attribute'`;
const isJson = `match(v, '^[{\\\\[]')`;

/** `Tuple(key, value, hits, stays UInt8)` of an attribute, or of a text where `kind` is not `attribute`. */
const itemSql = (policy: RedactionPolicy, hashKey: string): string => {
  const { fields, except } = policy;
  const unchanged = `(k, v, ${nothing}, toUInt8(1))`;
  const holds = (keys: readonly string[]): string =>
    `notEmpty(v) AND ${isAttribute} AND match(k, ${quote(`^(?:${globPattern(keys)})$`)})`;
  const branches = [
    ...(except.length === 0 ? [] : [`${holds(except)}, ${unchanged}`]),
    ...(fields.length === 0 ? [] : [`${isAttribute} AND ${isMark('v')}, ${unchanged}`]),
    ...fields.map(
      ({ keys, action }) =>
        `${holds(keys)}, (k, ${markSql(action, field, 'v', hashKey)}, [${field}], toUInt8(${action === 'drop' ? 0 : 1}))`,
    ),
    `${isAttribute} AND k IN (${plainKeys.map(quote).join(', ')}), ${unchanged}`,
  ];
  return `multiIf(${branches.join(',\n    ')},\n    ${fields.length === 0 ? byRules(policy, hashKey) : afterMembers(policy, hashKey)})`;
};

/** The key and the value; a key with a `=` of its own leaves what follows that to the value once something was found. */
const ownParts = `multiIf(empty(found.2), (k, v), NOT ${isAttribute}, ('', found.1), found.3 = 1 OR position(found.1, '=') = 0, (found.1, ''), (substring(found.1, 1, position(found.1, '=') - 1), substring(found.1, position(found.1, '=') + 1)))`;

const quotedMarks = bound(
  'marked',
  piecesSql('own.2', quotedOrMark),
  `arrayStringConcat(arrayMap((piece, at) -> if(at % 2 = 1 OR match(piece, '^["\\']'), piece, concat('"', piece, '"')), marked, arrayEnumerate(marked)))`,
);

const byRules = (policy: RedactionPolicy, hashKey: string): string =>
  bound(
    'found',
    plainSql(`if(${isAttribute}, concat(k, '=', v), v)`, policy, hashKey),
    bound(
      'own',
      ownParts,
      `(own.1, if(notEmpty(found.2) AND ${isJson}, ${quotedMarks}, own.2), found.2, toUInt8(found.3 = 0))`,
    ),
  );

/** The same of JSON after what stands in members whose keys the policy names is gone. */
const afterMembers = (policy: RedactionPolicy, hashKey: string): string => {
  const rest = bound(
    'rest',
    bound('v', 'before.1', byRules(policy, hashKey)),
    `(rest.1, if(notEmpty(before.2) AND empty(rest.3), ${quotedMarks.replaceAll('own.2', 'rest.2')}, rest.2), arrayConcat(before.2, rest.3), rest.4)`,
  );
  return bound(
    'before',
    membersSql(policy, hashKey),
    `if(before.4 = 1, (k, before.1, before.2, toUInt8(before.3 = 0)), ${rest})`,
  );
};

/** `Tuple(text, hits, isDropped, isWhole)` of the value `v` without what stands in members of JSON whose keys the policy names. */
const membersSql = ({ fields }: RedactionPolicy, hashKey: string): string => {
  const unchanged = `(v, ${nothing}, toUInt8(0), toUInt8(0))`;
  const all = memberPatterns(fields.flatMap(({ keys }) => keys));
  const mark = (at: number, secret: string): string => markSql(fields[at]?.action ?? 'mask', field, secret, hashKey);
  const nested = fields.map(
    ({ keys, action }, at) =>
      `match(v, ${quote(memberPatterns(keys).nested)}), (${mark(at, 'v')}, [${field}], toUInt8(${action === 'drop' ? 1 : 0}), toUInt8(1))`,
  );
  const marks = fields.map(
    ({ keys }, at) => `match(piece, ${quote(`^${memberPatterns(keys).key}`)}), ${mark(at, 'own[2]')}`,
  );
  const one = bound(
    'own',
    `extractGroups(piece, ${quote(all.parts)})`,
    `if(${isMark(`replaceAll(own[2], '"', '')`)}, ('', piece), (${field}, concat(own[1], '"', multiIf(${marks.join(', ')}, ''), '"')))`,
  );
  const members = bound(
    'pieces',
    piecesSql('v', all.member),
    bound(
      'ones',
      `arrayMap((piece, at) -> if(at % 2 = 1, ('', piece), ${one}), pieces, arrayEnumerate(pieces))`,
      `(if(arrayExists(rule -> rule != '', ones.1), arrayStringConcat(ones.2), v), arrayFilter(rule -> rule != '', ones.1), toUInt8(0), toUInt8(0))`,
    ),
  );
  return `multiIf(NOT ${isJson}, ${unchanged}, ${nested.join(', ')}, ${members})`;
};
