import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runPage } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { createClient } from './client.ts';

test('a port that fetch refuses is said to be one', async () => {
  const client = createClient('http://127.0.0.1:1');
  await expect(client.get('/api/v1/runs', runPage)).rejects.toThrow(
    'Cannot reach Sightglass at http://127.0.0.1:1: port 1 is one of those that browsers and fetch refuse to call; let the server listen on another',
  );
});

test('a server that never answers is given up', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const client = createClient(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`, 200);
  await expect(client.get('/api/v1/runs', runPage)).rejects.toThrow('no answer within 0.2 s');
  silent.closeAllConnections();
  silent.close();
});
