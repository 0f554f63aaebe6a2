import type { onRequestHookHandler } from 'fastify';
import { QueryTimeoutError, ReaderLeftError } from '../storage/telemetry/client.ts';
import { forRequest } from '../storage/telemetry/reader.ts';
import { whenClosed } from './transport/when-closed.ts';

/** Longer than one query may wait for its turn and then run; less than the dashboard and the CLI wait for an answer (45 s). */
export const usualMostMs = 40_000;

/** Queries made for a request end when its connection closes before the answer is sent, and when they take too long together. */
export const boundQueries =
  (mostMs: number): onRequestHookHandler =>
  (_request, { raw }, done) => {
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(new QueryTimeoutError(mostMs)), mostMs).unref();
    whenClosed(raw, () => {
      clearTimeout(timer);
      if (!raw.writableFinished) over.abort(new ReaderLeftError());
    });
    forRequest(over.signal, done);
  };
