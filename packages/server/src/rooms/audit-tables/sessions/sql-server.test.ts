import { readTarget } from '@sightglass/probes';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { auditTableAt } from './open.ts';

test.each([
  [
    'a server that is not there',
    (socket: Socket) => socket.destroy(),
    /^SQL Server at 127\.0\.0\.1:\d+\/dwh cannot be read: /,
  ],
  [
    'a server that is none',
    (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    /^SQL Server at 127\.0\.0\.1:\d+\/dwh cannot be read: /,
  ],
])('%s is an error that says where', async (_name, answer, words) => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const table = auditTableAt({
    target: readTarget(`sqlserver://u:hunter2@127.0.0.1:${port}/dwh?encrypt=false`),
    table: 'log',
  });
  const error = await table.open().then(
    () => undefined,
    (cause: Error) => cause,
  );
  server.close();
  expect(error).toMatchObject({ code: 'AUDIT_TABLE', message: expect.stringMatching(words) });
  expect(error?.message).not.toContain('hunter2');
});
