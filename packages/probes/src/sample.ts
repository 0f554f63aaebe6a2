import type { DatabaseSample, SampleRow, SampleSection } from '@sightglass/model/api';
import { isSampled } from './read-sections.ts';
import type { Target } from './target.ts';
import { askInThread } from './thread.ts';

export interface SampleOptions {
  readonly timeoutMs: number;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

/** A database whose inside could not be looked at. */
export class SampleError extends Error {
  readonly code = 'PROBE_SAMPLE';
}

/** Looks inside a database once, in a thread and within its time. Raises SampleError. */
export const sample = async (target: Target, { timeoutMs, signal }: SampleOptions): Promise<DatabaseSample> => {
  if (!isSampled(target.system))
    throw new SampleError(`${target.system} cannot be sampled, only asked whether it is well`);
  const sampledAt = new Date().toISOString();
  const sections: Partial<Record<SampleSection, readonly SampleRow[]>> = {};
  const unavailable: Partial<Record<SampleSection, string>> = {};
  const end = await askInThread({
    target,
    work: 'sample',
    timeoutMs,
    signal,
    onProgress: (progress) => {
      if (progress.kind === 'section') sections[progress.section] = progress.rows;
      if (progress.kind === 'section-failed') unavailable[progress.section] = progress.message;
    },
  });
  if (end.kind === 'failed') throw new SampleError(end.failure.message);
  if (end.kind === 'crashed') throw new SampleError(end.message);
  if (end.kind === 'timeout') throw new SampleError(`not done within ${timeoutMs} ms`);
  return { sampledAt, sections: sections as DatabaseSample['sections'], unavailable };
};
