import type { ApiResponse } from '../request/request.ts';
import type { CacheOptions } from '../types.ts';

/** Answers of before, by address; the one used longest ago goes first. */
export interface AnswerCache {
  fresh(key: string): ApiResponse<unknown> | undefined;
  /** However old. */
  any(key: string): ApiResponse<unknown> | undefined;
  keep(key: string, answer: ApiResponse<unknown>): void;
}

export const createAnswerCache = (
  { freshForMs, entries }: CacheOptions,
  now = () => performance.now(),
): AnswerCache => {
  const kept = new Map<string, { readonly answer: ApiResponse<unknown>; readonly atMs: number }>();
  const use = (key: string) => {
    const entry = kept.get(key);
    if (entry === undefined) return undefined;
    kept.delete(key);
    kept.set(key, entry);
    return entry;
  };
  return {
    fresh: (key) => {
      const entry = freshForMs > 0 ? use(key) : undefined;
      return entry !== undefined && now() - entry.atMs < freshForMs ? entry.answer : undefined;
    },
    any: (key) => use(key)?.answer,
    keep: (key, answer) => {
      if (entries === 0) return;
      kept.delete(key);
      kept.set(key, { answer, atMs: now() });
      const [oldest] = kept.keys();
      if (kept.size > entries && oldest !== undefined) kept.delete(oldest);
    },
  };
};
