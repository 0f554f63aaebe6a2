import { type DatasetState, datasetUrgency } from '@sightglass/model';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { DatasetFacts } from './facts-list.ts';

export interface DatasetOrder {
  readonly sort: 'urgency' | 'name' | 'written' | 'read';
  readonly order?: 'desc' | 'asc' | undefined;
}

/** A dataset and how it stands by the states of its runs. */
export interface Ranked {
  readonly facts: DatasetFacts;
  readonly state: DatasetState;
}

type Key = readonly [number, number, string, string];
const keyParts = z.tuple([z.number(), z.number(), z.string(), z.string()]);

/** Its place, the smaller the earlier. */
const keyOf = ({ facts, state }: Ranked, { sort, order }: DatasetOrder): Key => {
  const writtenMs = facts.writers[0]?.atMs ?? 0;
  const readMs = facts.readers[0]?.atMs ?? 0;
  const isTurned = order === (sort === 'urgency' || sort === 'name' ? 'desc' : 'asc');
  const sign = isTurned ? -1 : 1;
  switch (sort) {
    case 'urgency':
      return [sign * datasetUrgency(state), -Math.max(writtenMs, readMs), facts.name, facts.namespace];
    case 'name':
      return [0, 0, facts.name, facts.namespace];
    case 'written':
      return [-sign * writtenMs, 0, facts.name, facts.namespace];
    case 'read':
      return [-sign * readMs, 0, facts.name, facts.namespace];
  }
};

/** One page of the datasets in their order, and the cursor after it. Raises CursorError. */
export const pageOf = (
  ranked: readonly Ranked[],
  order: DatasetOrder,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): { readonly shown: readonly Ranked[]; readonly nextCursor: string | null } => {
  const direction = order.sort === 'name' && order.order === 'desc' ? -1 : 1;
  const compare = (a: Key, b: Key): number => direction * compareKeys(a, b);
  const keyed = ranked.map((one) => ({ one, key: keyOf(one, order) })).toSorted((a, b) => compare(a.key, b.key));
  const after = cursor === undefined ? undefined : decodeCursor(cursor, keyParts);
  const further = after === undefined ? keyed : keyed.filter(({ key }) => compare(key, after) > 0);
  const shown = further.slice(0, limit);
  const last = shown.at(-1);
  return {
    shown: shown.map(({ one }) => one),
    nextCursor: last === undefined || further.length <= limit ? null : encodeCursor(last.key),
  };
};

/** The cursor after one of them. */
export const cursorAfter = (one: Ranked, order: DatasetOrder): string => encodeCursor(keyOf(one, order));

const compareKeys = (a: Key, b: Key): number =>
  a[0] - b[0] || a[1] - b[1] || compareTexts(a[2], b[2]) || compareTexts(a[3], b[3]);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
