import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createLimiter } from '../../schedule/limiter.ts';
import type { Signal } from '../../wire/proto.ts';
import { TooManyMessagesError } from '../too-many-messages.ts';
import type { FromJsonThread, ToJsonThread } from './json-messages.ts';
import { InvalidJsonBodyError, protobufOfJson } from './otlp-json.ts';

/** Turns OTLP/JSON into protobuf. However many bodies come at once, one after the other grows into objects, in a heap of its own. */
export interface JsonReader extends Disposable {
  /** Raises InvalidJsonBodyError, TooManyMessagesError and JsonTooCostlyError. */
  protobufOf(signal: Signal, body: Buffer): Promise<Uint8Array>;
}

/** The values of a JSON body need more memory than one body may take. */
export class JsonTooCostlyError extends Error {
  readonly code = 'JSON_TOO_COSTLY';
  constructor(mostHeapMb: number, cause: unknown) {
    super(
      `Reading this JSON body would need more than ${mostHeapMb} MiB of memory. Send smaller batches, or protobuf.`,
      { cause },
    );
  }
}

/** Shorter ones are read at once: handing them over would take longer. */
const mostBytesAtOnce = 65_536;
/** The thread ends when it needs more, and only it. The most values a body may hold need about half. */
const usualHeapMb = 160;
const mostYoungMb = 32;
/** A thread that has had nothing to do for so long ends. */
const idleMs = 10_000;

export const createJsonReader = ({ mostHeapMb = usualHeapMb } = {}): JsonReader => {
  const oneAtATime = createLimiter(1);
  const closing = new AbortController();
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  const end = (): void => {
    void thread?.terminate();
    thread = undefined;
  };
  const readInThread = async (signal: Signal, body: Buffer): Promise<FromJsonThread> => {
    clearTimeout(idle);
    thread ??= startThread(mostHeapMb);
    const answer = once(thread, 'message', { signal: closing.signal });
    const copy = new Uint8Array(body);
    thread.postMessage({ signal, body: copy } satisfies ToJsonThread, [copy.buffer]);
    try {
      const [message] = await answer;
      return message as FromJsonThread;
    } catch (error) {
      end();
      throw (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? new JsonTooCostlyError(mostHeapMb, error)
        : error;
    } finally {
      idle = setTimeout(end, idleMs).unref();
    }
  };

  return {
    async protobufOf(signal, body) {
      if (body.length <= mostBytesAtOnce) return protobufOfJson(signal, body.toString());
      return messageIn(await oneAtATime(() => readInThread(signal, body)));
    },
    [Symbol.dispose]() {
      clearTimeout(idle);
      closing.abort();
      end();
    },
  };
};

const messageIn = (answer: FromJsonThread): Uint8Array => {
  switch (answer.kind) {
    case 'protobuf':
      return answer.message;
    case 'invalid':
      throw new InvalidJsonBodyError(answer.path, answer.problem);
    case 'too-many':
      throw new TooManyMessagesError(answer.most);
    case 'failed':
      throw answer.error;
  }
};

const startThread = (mostHeapMb: number): Worker => {
  const isSource = import.meta.url.endsWith('.ts');
  const thread = new Worker(new URL(isSource ? './json-thread.ts' : './json-thread.js', import.meta.url), {
    name: 'otlp json',
    env: {},
    execArgv: process.execArgv.filter((flag) => flag.startsWith('--conditions=')),
    resourceLimits: { maxOldGenerationSizeMb: mostHeapMb, maxYoungGenerationSizeMb: mostYoungMb },
  });
  // Whoever waits for an answer has the error; without one nobody needs it.
  thread.on('error', () => {});
  thread.unref();
  return thread;
};
