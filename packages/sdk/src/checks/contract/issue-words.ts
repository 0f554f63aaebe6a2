import { contractShape } from '@sightglass/model/contract';
import { z } from 'zod';
import { shapeWords } from './shape-words.ts';

type Issue = z.core.$ZodIssue;

export interface Problem {
  readonly issue: Issue;
  /** Keys that may stand where an unknown one does. */
  readonly known: readonly string[];
}

/** The issues people can act on: of a union, those of the form that was meant. */
export const issuesIn = (issues: readonly Issue[], given: unknown): Problem[] =>
  issues.flatMap((issue): Problem[] => {
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const isObject = isPlain(valueAt(given, issue.path));
      const meant = (isObject ? issue.errors.at(-1) : issue.errors[0]) ?? [];
      return issuesIn(
        meant.map((one) => ({ ...one, path: [...issue.path, ...one.path] })),
        given,
      );
    }
    return [{ issue, known: knownKeys(issue) }];
  });

/** What is wrong and what to write. */
export const wordsFor = (
  issue: Issue,
  known: readonly string[],
  given: unknown,
  nearest: (word: string, known: readonly string[]) => string | undefined,
): string => {
  const where = issue.path.length === 0 ? '' : `${pathOf(issue.path, given)}: `;
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    if (key === 'when' && known.includes('min') && known.includes('pattern'))
      return `${where}"when" belongs to one rule: write ${ruleWithWhen(valueAt(given, issue.path))}`;
    return `${where}unknown key "${key}". ${suggestion(nearest(key, known), known)}`;
  }
  const value = valueAt(given, issue.path);
  if (value === undefined) return `${where}is required`;
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    const word = typeof value === 'string' ? value : JSON.stringify(value);
    return `${where}"${word}" is not known. ${suggestion(nearest(word, allowed), allowed)}`;
  }
  return `${where}${shapeWords(issue, value) ?? issue.message}`;
};

const rulesWithWhen = ['required', 'min', 'max', 'minLength', 'maxLength', 'pattern', 'allowed'];

/** The rule beside which it was written, as it is to be: `min: { value: 0, when: "…" }`. */
const ruleWithWhen = (column: unknown): string => {
  const own = isPlain(column) ? column : {};
  const rule = rulesWithWhen.find((key) => own[key] !== undefined) ?? 'min';
  const value = ['string', 'number'].includes(typeof own[rule]) ? JSON.stringify(own[rule]) : '…';
  return rule === 'required' ? 'required: { when: … }' : `${rule}: { value: ${value}, when: … }`;
};

const suggestion = (near: string | undefined, known: readonly string[]): string =>
  near === undefined ? `Use one of ${known.join(', ')}` : `Did you mean "${near}"?`;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valueAt = (given: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], given);

/** `columns.delay.min`: by the name of a column rather than its number. */
const pathOf = (path: readonly PropertyKey[], given: unknown): string =>
  path
    .map((key, depth) => {
      const item = typeof key === 'number' ? valueAt(given, path.slice(0, depth + 1)) : undefined;
      return isPlain(item) && typeof item['name'] === 'string' && item['name'] !== '' ? item['name'] : String(key);
    })
    .join('.');

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

let made: JsonSchema | undefined;
/** Made for the first contract that is wrong. */
const schema = (): JsonSchema => (made ??= z.toJSONSchema(contractShape, { io: 'input' }) as JsonSchema);

const knownKeys = (issue: Issue): string[] =>
  issue.code === 'unrecognized_keys' ? Object.keys(propertiesAt(schema(), issue.path)) : [];

const propertiesAt = (from: JsonSchema, path: readonly PropertyKey[]): Readonly<Record<string, JsonSchema>> => {
  const object = [from, ...(from.anyOf ?? [])].find(({ properties, items }) => properties ?? items) ?? {};
  const [key, ...rest] = path;
  if (key === undefined) return object.properties ?? {};
  const next = typeof key === 'number' ? object.items : object.properties?.[String(key)];
  return next === undefined ? {} : propertiesAt(next, rest);
};
