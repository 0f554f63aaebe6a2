import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { listenError } from './ports.ts';

test.each(['--port', '--grpc-port'])(
  'what a server raises that cannot listen on the port of %s names that option',
  async (option) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const [error] = (await once(createServer().listen(port, '127.0.0.1'), 'error')) as [Error];
    taken.close();
    const ports = [
      { host: '127.0.0.1', port: port - 1, option: '--other' },
      { host: '127.0.0.1', port, option },
    ];
    expect(listenError(error, ports)?.message).toContain(
      `Port ${port} on 127.0.0.1 is taken: perhaps Sightglass runs already. Choose another with ${option};`,
    );
    expect(listenError(new Error('no room'), ports)).toBeUndefined();
  },
);
