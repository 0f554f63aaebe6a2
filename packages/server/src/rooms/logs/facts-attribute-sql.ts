import type { AttributeCondition } from './conditions.ts';
import { type NestedPath, nestedPaths } from './nested-paths.ts';
import { rangeSql } from '../../storage/telemetry/number-range.ts';

/** Names a value in the SQL. */
export type Parameter = (value: string) => string;

/** Where a table keeps the attributes of its records. */
export type AttributeMap = 'LogAttributes' | 'SpanAttributes';

/** Every `key=value` of a record: exactly the expression of the index `attribute_items`, or the index is not used. */
const itemsOf = (map: AttributeMap): string => {
  const single = `arrayMap((key, value) -> concat(key, '=', value), mapKeys(${map}), mapValues(${map}))`;
  const ofArrays = `arrayFlatten(arrayMap((key, value) -> if(startsWith(value, '['), arrayMap(item -> concat(key, '=', item), JSONExtract(value, 'Array(String)')), []), mapKeys(${map}), mapValues(${map})))`;
  return `arrayConcat(${single}, ${ofArrays})`;
};

/** Names of attributes that are lists of keys: exactly the expression of the index `nested_attributes`. */
const nestedNamesOf = (map: AttributeMap): string =>
  `arrayConcat(arrayFilter((key, value) -> startsWith(value, '{'), mapKeys(${map}), mapValues(${map})), arrayFilter((key, value) -> startsWith(value, '{'), mapKeys(ResourceAttributes), mapValues(ResourceAttributes)))`;

/** That an attribute of the record, of its resource, or a key within one of them has the value. */
export const attributeSqlOf = (map: AttributeMap) => {
  const items = itemsOf(map);
  return (condition: AttributeCondition, parameter: Parameter): string => {
    const holds = valueSql(condition, parameter);
    const key = parameter(condition.key);
    const nested = [...Map.groupBy(nestedPaths(condition.key), ({ attribute }) => attribute)].map(
      ([attribute, paths]) => nestedSql(map, attribute, paths, holds, parameter),
    );
    const own =
      condition.prefix === true || condition.range !== undefined
        ? inRecord(map, key, holds)
        : `has(${items}, ${parameter(`${condition.key}=${condition.value}`)}) OR ${inResource(key, parameter(condition.value))}`;
    return [own, ...nested].join(' OR ');
  };
};

type Holds = (text: string) => string;

const valueSql = ({ value, prefix = false, range }: AttributeCondition, parameter: Parameter): Holds => {
  if (range !== undefined) return (text) => rangeSql(text, range, parameter);
  const wanted = parameter(value);
  return (text) => (prefix ? `startsWith(${text}, ${wanted})` : `${text} = ${wanted}`);
};

/** `has(mapValues(…))` is what the index `resource_values` is on; the rest makes it exact, also for the empty value. */
const inResource = (key: string, value: string): string =>
  `(has(mapValues(ResourceAttributes), ${value}) AND mapContains(ResourceAttributes, ${key}) AND ResourceAttributes[${key}] = ${value})`;

/** The value of the attribute, or one of an array. */
const inRecord = (map: AttributeMap, key: string, holds: Holds): string => {
  const value = `${map}[${key}]`;
  const inArray = `startsWith(${value}, '[') AND arrayExists(item -> ${holds('item')}, JSONExtract(${value}, 'Array(String)'))`;
  return `(mapContains(${map}, ${key}) AND (${holds(value)} OR (${inArray})))
    OR (mapContains(ResourceAttributes, ${key}) AND ${holds(`ResourceAttributes[${key}]`)})`;
};

/** One function around the whole keeps the condition small enough for the engine to find its way by several indexes. */
const nestedSql = (
  map: AttributeMap,
  attribute: string,
  paths: readonly NestedPath[],
  holds: Holds,
  parameter: Parameter,
): string => {
  const name = parameter(attribute);
  const atPath = ({ path }: NestedPath): string => {
    const jsonPath = `json, ${path.map(parameter).join(', ')}`;
    const text = `multiIf(JSONType(${jsonPath}) = 'String', JSONExtractString(${jsonPath}), JSONType(${jsonPath}) = 'Null', '', JSONExtractRaw(${jsonPath}))`;
    const inArray = `JSONType(${jsonPath}) = 'Array' AND arrayExists(item -> ${holds('item')}, JSONExtract(${jsonPath}, 'Array(String)'))`;
    return `JSONHas(${jsonPath}) AND (${holds(text)} OR (${inArray}))`;
  };
  const any = paths.map((path) => `(${atPath(path)})`).join(' OR ');
  return `(has(${nestedNamesOf(map)}, ${name}) AND arrayExists(json -> startsWith(json, '{') AND (${any}), [${map}[${name}], ResourceAttributes[${name}]]))`;
};
