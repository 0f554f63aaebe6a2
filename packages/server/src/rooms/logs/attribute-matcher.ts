import type { LogRecord } from '@sightglass/model/rest';
import type { AttributeCondition } from './conditions.ts';
import { nestedPaths } from './nested-paths.ts';
import { isInRange } from '../../storage/telemetry/number-range.ts';

type Texts = Readonly<Record<string, string>>;

/** Whether an attribute of the record, of its resource, or a key within one of them has the value: what `attributeSql` selects. */
export const attributeHolds = (condition: AttributeCondition, { attributes, resource }: LogRecord): boolean =>
  own(attributes, condition.key).some((text) => valueHolds(text, condition) || itemHolds(text, condition)) ||
  own(resource, condition.key).some((text) => valueHolds(text, condition)) ||
  nestedPaths(condition.key).some(({ attribute, path }) =>
    [...own(attributes, attribute), ...own(resource, attribute)].some((json) => nestedHolds(json, path, condition)),
  );

const own = (map: Texts, key: string): string[] => (Object.hasOwn(map, key) ? [map[key] ?? ''] : []);

const valueHolds = (text: string, { value, prefix = false, range }: AttributeCondition): boolean => {
  if (range !== undefined) return isInRange(text, range);
  return prefix ? text.startsWith(value) : text === value;
};

/** One of the values of an array. */
const itemHolds = (json: string, condition: AttributeCondition): boolean =>
  json.startsWith('[') && itemsHold(parsed(json), condition);

const itemsHold = (items: unknown, condition: AttributeCondition): boolean =>
  Array.isArray(items) && items.some((item) => valueHolds(textOf(item), condition));

const nestedHolds = (json: string, path: readonly string[], condition: AttributeCondition): boolean => {
  const value = json.startsWith('{') ? memberAt(parsed(json), path) : undefined;
  return value !== undefined && (valueHolds(textOf(value), condition) || itemsHold(value, condition));
};

const memberAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
};

const textOf = (item: unknown): string => (typeof item === 'string' ? item : item === null ? '' : JSON.stringify(item));
