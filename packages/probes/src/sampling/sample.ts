import type { SampleSection } from '@sightglass/model';
import type { DatabaseSample, SampleRow } from '@sightglass/model/rest';
import { addressesOf, ping } from '../ping/ping.ts';
import { isSampled } from './read-sections.ts';
import type { Target } from '../target/target.ts';
import { runInThread } from '../thread/thread.ts';

export interface SampleOptions {
  readonly timeoutMs: number;
  /** Gives up at once. */
  readonly signal?: AbortSignal | undefined;
}

/** A database whose inside could not be looked at. */
export class SampleError extends Error {
  readonly code = 'PROBE_SAMPLE';
}

/** Looks inside a database once, in a thread and within its time (twice that if it has several addresses). Raises SampleError. */
export const sample = async (target: Target, { timeoutMs, signal }: SampleOptions): Promise<DatabaseSample> => {
  if (!isSampled(target.system))
    throw new SampleError(
      `sessions, locks and tables of ${target.system} cannot be sampled; its health can be checked`,
    );
  const sampledAt = new Date().toISOString();
  const sections: Partial<Record<SampleSection, readonly SampleRow[]>> = {};
  const unavailable: Partial<Record<SampleSection, string>> = {};
  const end = await runInThread({
    target: await answering(target, { timeoutMs, signal }),
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

/** Of several addresses the one a ping would take. */
const answering = async (target: Target, options: SampleOptions): Promise<Target> => {
  if (target.alternates.length === 0) return target;
  const { ok, host, port, error } = await ping(target, options);
  if (!ok) throw new SampleError(error?.message ?? 'no address answers');
  return addressesOf(target).find((one) => one.host === host && one.port === port) ?? target;
};
