import { nearest } from '@sightglass/model';
import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/**
 * Words for zod's issues that say what was given and what is allowed, with an example; schemas with words of their own keep them.
 * `given` is the input as it came, which a coerced value no longer shows.
 */
export const inputMessages =
  (given: unknown): z.core.$ZodErrorMap =>
  (issue) => {
    if (issue.code === 'unrecognized_keys') return unknownNames(issue);
    const value = valueAt(given, issue.path ?? []);
    if (value === undefined) return 'is required';
    const kind = issue.code === 'invalid_type' ? kindMessage(issue.expected, value) : undefined;
    if (kind !== undefined) return kind;
    const length = lengthMessage(issue);
    if (length !== undefined) return length;
    const allowed = allowedBy(issue);
    return allowed === undefined ? undefined : `${quoted(value)} is not ${allowed}`;
  };

/** A line for each. */
const unknownNames = ({ keys, inst }: Issue & { code: 'unrecognized_keys' }): string => {
  const known = inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
  return keys
    .map((key) => {
      const meant = nearest(key, known);
      const hint = meant === undefined ? `Known here: ${known.join(', ')}` : `Did you mean "${meant}"?`;
      return `unknown setting "${key}". ${hint}`;
    })
    .join('\n');
};

/** Of a list, an object or a text that is of another kind. */
const kindMessage = (expected: string, value: unknown): string | undefined => {
  if (expected === 'array') {
    const [first] = isPlain(value) ? Object.keys(value) : [];
    return first === undefined
      ? `must be a list, and is ${quoted(value)}`
      : `must be a list. Put "- " before ${first}:`;
  }
  if (expected === 'object') return `must hold settings, one below the other, and is ${isEmptyOr(value)}`;
  return expected === 'string' && isPlain(value) ? 'must be a text, and holds settings' : undefined;
};

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmptyOr = (value: unknown): string => {
  if (value === null) return 'empty';
  return Array.isArray(value) ? 'a list' : quoted(value);
};

const lengthMessage = (issue: Issue): string | undefined => {
  if (issue.code === 'too_big' && issue.origin === 'string') return `is longer than ${issue.maximum} characters`;
  if (issue.code !== 'too_small' || issue.origin !== 'string') return undefined;
  return issue.minimum === 1 ? 'is empty; give it a value' : `is shorter than ${issue.minimum} characters`;
};

const allowedBy = (issue: Issue): string | undefined => {
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_format' && issue.format === 'datetime') {
    return 'a time as RFC 3339 writes it, like 2026-05-01T10:00:00Z or 2026-05-01T12:00:00+02:00, or a date like 2026-05-01 (midnight UTC)';
  }
  return issue.schema instanceof z.ZodNumber ? allowedNumber(issue.schema) : undefined;
};

const allowedNumber = ({ minValue, maxValue, isInt }: z.ZodNumber): string => {
  const min = Math.max(minValue ?? -Infinity, Number.MIN_SAFE_INTEGER);
  const max = Math.min(maxValue ?? Infinity, Number.MAX_SAFE_INTEGER);
  return `a ${isInt ? 'whole ' : ''}number${rangeOf(min, max)}, like ${exampleWithin(min, max)}`;
};

const rangeOf = (min: number, max: number): string => {
  const [hasLeast, hasMost] = [min > Number.MIN_SAFE_INTEGER, max < Number.MAX_SAFE_INTEGER];
  if (hasLeast && hasMost) return ` from ${min} to ${max}`;
  return hasLeast ? ` of at least ${min}` : hasMost ? ` of at most ${max}` : '';
};

/** A round number that many ranges hold, else the end of the range nearest to it. */
const exampleWithin = (min: number, max: number): number => Math.min(max, Math.max(min, 100));

const mostQuoted = 60;

const quoted = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.length > mostQuoted ? `${text.slice(0, mostQuoted)}…` : text}"`;
};

const valueAt = (given: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], given);
