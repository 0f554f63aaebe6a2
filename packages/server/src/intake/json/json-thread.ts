/** The thread that reads larger OTLP/JSON, so that neither the event loop nor the heap of the server has to. */
import { parentPort } from 'node:worker_threads';
import { countValues } from './count-values.ts';
import { TooManyMessagesError } from '../too-many-messages.ts';
import type { FromJsonThread, ToJsonThread } from './json-messages.ts';
import { InvalidJsonBodyError, protobufOfJson } from './otlp-json.ts';

/** More than a request of 8 MiB has where all its fields have their names, and few enough for the heap of the thread. */
const mostValues = 1_000_000;

parentPort?.on('message', ({ signal, body }: ToJsonThread) => {
  const answer = answerTo(signal, body);
  parentPort?.postMessage(answer, answer.kind === 'protobuf' ? [answer.message.buffer] : []);
});

const answerTo = (signal: ToJsonThread['signal'], body: Uint8Array): FromJsonThread => {
  try {
    if (countValues(body) > mostValues) return { kind: 'too-many', most: mostValues };
    return { kind: 'protobuf', message: protobufOfJson(signal, Buffer.from(body.buffer).toString()) };
  } catch (error) {
    if (error instanceof InvalidJsonBodyError) return { kind: 'invalid', path: error.path, problem: error.problem };
    if (error instanceof TooManyMessagesError) return { kind: 'too-many', most: error.most };
    return { kind: 'failed', error };
  }
};
