import type { PingError, PingReport, PingStepName } from '@sightglass/model/api';
import { failureKind, malformedReply } from './failure-kind.ts';
import type { Target } from './target.ts';
import { askInThread, type ThreadEnd } from './thread.ts';
import { createTranscript } from './transcript.ts';
import { warningsOf } from './warnings.ts';

export interface PingOptions {
  readonly timeoutMs: number;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

/** Asks a database once whether it is well. Never raises, and never takes longer than `timeoutMs` and the start of a thread. */
export const ping = async (target: Target, { timeoutMs, signal }: PingOptions): Promise<PingReport> => {
  const checkedAt = new Date().toISOString();
  const transcript = createTranscript();
  const end = await askInThread({ target, work: 'ping', timeoutMs, signal, onProgress: transcript.hear });
  const error = end.kind === 'done' ? null : errorOf(end, transcript.fail(), target, timeoutMs);
  const result = transcript.result();
  const { system, host, port, database } = target;
  return {
    ok: error === null,
    system,
    host,
    port,
    database,
    checkedAt,
    timeoutMs,
    ...result,
    warnings: warningsOf(target, result.certificate),
    error,
  };
};

type Unwell = Exclude<ThreadEnd, { kind: 'done' }>;

const errorOf = (end: Unwell, step: PingStepName, target: Target, timeoutMs: number): PingError => {
  if (end.kind === 'crashed') return { step, code: null, message: end.message, ...malformedReply };
  const failure =
    end.kind === 'failed' ? end.failure : { code: 'ETIMEDOUT', message: `no answer within ${timeoutMs} ms` };
  return { step, ...failure, ...failureKind(target.system, step, failure) };
};
