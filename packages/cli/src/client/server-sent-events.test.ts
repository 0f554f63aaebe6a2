import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readServerSentEvents } from './server-sent-events.ts';

const stream =
  'retry: 1000\n\n: keep-alive\n\ndata: {"a":"é"}\n\nevent: x\r\ndata: one\r\ndata:two\r\n\r\ndata: cut off';

test('messages are the same however the stream is cut', async () => {
  const bytes = new TextEncoder().encode(stream);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (size) => {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.slice(at * size, (at + 1) * size),
      );
      const messages: unknown[] = [];
      const body = ReadableStream.from(chunks) as ReadableStream<Uint8Array>;
      for await (const message of readServerSentEvents(body)) messages.push(message);
      expect(messages).toEqual([
        { event: 'message', data: '{"a":"é"}' },
        { event: 'x', data: 'one\ntwo' },
      ]);
    }),
  );
});
