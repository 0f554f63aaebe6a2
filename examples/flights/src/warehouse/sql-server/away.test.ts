import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { warehouseAt } from '../warehouse-at.ts';

const listening = async (onConnection: 'hangs up' | 'closed') => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  if (onConnection === 'closed') server.close();
  return { port, [Symbol.asyncDispose]: async () => void server.close() };
};

test.each(['closed', 'hangs up'] as const)(
  'a server that is %s is away, and the password stays secret',
  async (how) => {
    await using server = await listening(how);
    const warehouse = warehouseAt(`mssql://loader:secret@127.0.0.1:${server.port}/flights`);
    const error = await warehouse
      .transaction({ day: '2001-01-03', runId: 'r' }, () => Promise.resolve())
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'FLIGHTS_WAREHOUSE_AWAY' });
    expect(String(error)).toContain(`the warehouse at 127.0.0.1:${server.port} is away: `);
    expect(String(error)).not.toContain('secret');
  },
);
