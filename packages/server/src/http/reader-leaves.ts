import type { onRequestHookHandler } from 'fastify';
import { forReader } from '../storage/telemetry/reader.ts';

/** Queries made for a request end when its connection closes before the answer is sent. */
export const stopWhenReaderLeaves: onRequestHookHandler = (_request, { raw }, done) => {
  const left = new AbortController();
  raw.once('close', () => raw.writableFinished || left.abort());
  forReader(left.signal, done);
};
