import { countOf } from '@sightglass/model/words/count';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** What a value must be and is, where it is of another kind or size; undefined where the contract's own words say it. */
export const shapeWords = (issue: Issue, value: unknown): string | undefined => {
  if (issue.code === 'invalid_type')
    return `must be ${kinds[issue.expected] ?? issue.expected}, and is ${shown(value)}`;
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined;
  const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  return issue.origin === 'string' || issue.origin === 'array'
    ? lengthWords(issue, limit, value as string | readonly unknown[])
    : `must be ${limit} or ${issue.code === 'too_small' ? 'more' : 'less'}, and is ${shown(value)}`;
};

const lengthWords = ({ code }: Issue, limit: number, value: string | readonly unknown[]): string => {
  if (code === 'too_small' && limit === 1) return 'must not be empty';
  const size = countOf(limit, typeof value === 'string' ? 'character' : 'item');
  return `must be at ${code === 'too_small' ? 'least' : 'most'} ${size} long, and is ${value.length}`;
};

const longest = 60;

const shown = (value: unknown): string => {
  if (value === null) return 'empty';
  const text = typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};
