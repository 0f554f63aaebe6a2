import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/**
 * Words for zod's issues that say what was given and what is allowed, with an example; schemas with words of their own keep them.
 * `given` is the input as it came, which a coerced value no longer tells.
 */
export const inputMessages =
  (given: unknown): z.core.$ZodErrorMap =>
  (issue) => {
    const value = valueAt(given, issue.path ?? []);
    if (value === undefined) return 'is required';
    const length = lengthMessage(issue);
    if (length !== undefined) return length;
    const allowed = allowedBy(issue);
    return allowed === undefined ? undefined : `${quoted(value)} is not ${allowed}`;
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
  return `«${text.length > mostQuoted ? `${text.slice(0, mostQuoted)}…` : text}»`;
};

const valueAt = (given: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], given);
