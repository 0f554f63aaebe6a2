import { createHash } from 'node:crypto';

const mostReadable = 120;

/** The id of a run: source and key, so that reading the row again changes nothing and a person finds it in the table. */
export const auditRunId = (source: string, key: string): string =>
  key.length <= mostReadable ? `${source}:${key}` : `${source}:${digest([key])}`;

/** The id of a stage, of what never changes about it. */
export const auditStageId = (...parts: readonly string[]): string => digest(parts).slice(0, 16);

/** A digest of texts; the same only for the same texts in the same order. */
export const digest = (parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
