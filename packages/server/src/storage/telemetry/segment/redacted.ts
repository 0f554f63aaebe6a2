import { redactedKey } from '@sightglass/model/redaction';
import { quote } from '../literal.ts';
import type { RedactedPart, RedactionSql } from '../redaction/redaction-sql.ts';
import type { AnyValueSql } from './any-value.ts';
import type { SegmentShape } from './shape.ts';

/** Texts and attributes that are redacted together: one expression serves all of them, and is evaluated for candidates alone. */
interface Bundle {
  readonly texts: readonly string[];
  readonly textLists?: readonly string[];
  readonly attributes: readonly string[];
  readonly attributeLists?: readonly string[];
}

const length = (list: string): string => `length(${list})`;
const keys = (map: string): string => `mapKeys(${map})`;
const values = (map: string): string => `mapValues(${map})`;
const flat = (maps: string, part: (map: string) => string): string =>
  `arrayFlatten(arrayMap(one_map -> ${part('one_map')}, ${maps}))`;

/** SQL of all that a bundle holds, redacted: the texts, then each of the lists, then the attributes. Nothing is there of rows that are no candidates. */
const itemsOf = (bundle: Bundle, redaction: RedactionSql, part: RedactedPart): string => {
  if (redaction.cleanParts?.includes(part)) return noItems;
  const { texts, textLists = [], attributes, attributeLists = [] } = bundle;
  const concat = (parts: readonly string[]): string => `arrayConcat(${parts.join(', ')})`;
  const maps = [
    ...attributes.map((map) => ({ keys: keys(map), values: values(map) })),
    ...attributeLists.map((list) => ({ keys: flat(list, keys), values: flat(list, values) })),
  ];
  const textCount = [`${texts.length}`, ...textLists.map(length)].join(' + ');
  const nameless = `arrayWithConstant(${textCount}, '')`;
  const allKeys = concat([nameless, ...maps.map((map) => map.keys)]);
  const kinds = concat([
    `arrayWithConstant(${textCount}, 'text')`,
    ...maps.map((map) => `arrayWithConstant(${length(map.keys)}, 'attribute')`),
  ]);
  const allValues = concat([`[${texts.join(', ')}]`, ...textLists, ...maps.map((map) => map.values)]);
  const whenCandidate = (list: string): string => `if(is_candidate, ${list}, [])`;
  return redaction.items(whenCandidate(kinds), whenCandidate(allKeys), whenCandidate(allValues));
};

/** SQL of the same with a line break before and behind each. */
const linesOf = ({ texts, textLists = [], attributes, attributeLists = [] }: Bundle): string => {
  const joined = (list: string): string => `arrayStringConcat(${list}, '\\n')`;
  const parts = [
    ...attributes.flatMap((map) => [joined(keys(map)), joined(values(map))]),
    ...texts,
    ...textLists.map(joined),
    ...attributeLists.flatMap((list) => [joined(flat(list, keys)), joined(flat(list, values))]),
  ];
  return `concat('\\n', ${parts.join(`, '\\n', `)}, '\\n')`;
};

const noItems = `CAST(if(is_candidate, [('', '', [], 1)], []), 'Array(Tuple(String, String, Array(String), UInt8))')`;

const candidateOf = (bundle: Bundle, redaction: RedactionSql, part: RedactedPart): string => {
  const isCandidate = redaction.isCandidate(linesOf(bundle));
  return redaction.cleanParts?.includes(part) ? `throwIf(${isCandidate}, 'not clean')` : isCandidate;
};

const pairs = "'Array(Tuple(String, String))'";

/** SQL map of the items that stay, with one more that says what was redacted in those of `hits`. */
const mapOf = (items: string, hits?: { readonly of: string; readonly redaction: RedactionSql }): string => {
  const stay = `CAST(arrayMap(item -> (item.1, item.2), arrayFilter(item -> item.4 = 1, ${items})), ${pairs})`;
  if (hits === undefined) return `CAST(${stay}, 'Map(String, String)')`;
  const mark = `CAST(if(empty(${hits.of}), [], [(${quote(redactedKey)}, ${hits.redaction.counts(hits.of)})]), ${pairs})`;
  return `CAST(arrayConcat(${stay}, ${mark}), 'Map(String, String)')`;
};

const hitsOf = (items: string): string => `arrayFlatten(arrayMap(item -> item.3, ${items}))`;

/** Rows of scopes with what resource and scope hold redacted; each row once, before its records are unrolled. */
export const redactedScopes = (
  scopes: string,
  { records }: SegmentShape,
  outer: AnyValueSql,
  redaction: RedactionSql,
): string => {
  const bundle: Bundle = {
    texts: ['sent_scope_name', 'sent_scope_version'],
    attributes: ['sent_resource', 'sent_scope'],
  };
  const ofResource = `arraySlice(outer_items, 3, length(sent_resource))`;
  const ofScope = `arraySlice(outer_items, 3 + length(sent_resource))`;
  const scopeHits = hitsOf(`arrayConcat(arraySlice(outer_items, 1, 2), ${ofScope})`);
  const changed = (redacted: string, sent: string): string => `if(empty(outer_items), ${sent}, ${redacted})`;
  return `SELECT ${changed(mapOf(ofResource, { of: hitsOf(ofResource), redaction }), 'sent_resource')} AS resource_map,
        ${changed(mapOf(ofScope, { of: scopeHits, redaction }), 'sent_scope')} AS scope_map,
        ${changed('outer_items[1].2', 'sent_scope_name')} AS scope_name, ${changed('outer_items[2].2', 'sent_scope_version')} AS scope_version,
        arrayJoin(sent_records) AS record
      FROM (
        SELECT *, ${itemsOf(bundle, redaction, 'scope')} AS outer_items
        FROM (SELECT *, ${candidateOf(bundle, redaction, 'scope')} AS is_candidate FROM (
          SELECT resource_map AS sent_resource, ${outer.map('scope.scope.attributes')} AS sent_scope, scope.scope.name AS sent_scope_name,
            scope.scope.version AS sent_scope_version, scope.${records} AS sent_records
          FROM (
        ${scopes}
          )
        ))
      )`;
};

const bundleOf = ({ columns, texts, textLists = [], attributeLists = [] }: SegmentShape): Bundle => {
  const sent = (names: readonly string[]): string[] =>
    names.map((name) => (columns[name] ?? '').replaceAll(/\bown\b/gu, 'sent_own'));
  return {
    texts: sent(texts),
    textLists: sent(textLists),
    attributes: ['sent_own'],
    attributeLists: sent(attributeLists),
  };
};

/** The rows of records with `own` redacted, and `items` of all else. */
export const redactedRecords = (records: string, shape: SegmentShape, redaction: RedactionSql): string => {
  const bundle = bundleOf(shape);
  const first = [bundle.texts.length + 1, ...(bundle.textLists ?? []).map(length)].join(' + ');
  const own = mapOf(`arraySlice(items, ${first}, length(sent_own))`, { of: hitsOf('items'), redaction });
  return `SELECT * EXCEPT sent_own, if(empty(items), sent_own, ${own}) AS own, length(sent_own) AS own_count
  FROM (
    SELECT *, ${itemsOf(bundle, redaction, 'record')} AS items
    FROM (SELECT *, ${candidateOf(bundle, redaction, 'record')} AS is_candidate FROM (
      SELECT * EXCEPT own, own AS sent_own FROM (
  ${records}
      )
    ))
  )`;
};

/** The columns, as `items` has them where there are any. */
export const redactedColumns = ({
  columns,
  texts,
  textLists = [],
  attributeLists = [],
}: SegmentShape): Readonly<Record<string, string>> => {
  const redacted: Record<string, string> = { ...columns };
  const replace = (name: string, expression: string): void => {
    redacted[name] = `if(empty(items), ${columns[name]}, ${expression})`;
  };
  for (const [at, name] of texts.entries()) replace(name, `items[${at + 1}].2`);
  let first = `${texts.length + 1}`;
  for (const name of textLists) {
    replace(name, `arrayMap(item -> item.2, arraySlice(items, ${first}, length(${columns[name]})))`);
    first += ` + length(${columns[name]})`;
  }
  first += ' + own_count';
  for (const name of attributeLists) {
    const maps = columns[name] ?? '';
    const one = `arraySlice(items, ${first} + ends - length(one_map), length(one_map))`;
    replace(
      name,
      `arrayMap((one_map, ends) -> ${mapOf(one)}, ${maps}, arrayCumSum(arrayMap(one_map -> length(one_map), ${maps})))`,
    );
    first += ` + arraySum(arrayMap(one_map -> length(one_map), ${maps}))`;
  }
  return redacted;
};
