import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own that takes everything. It ends with whoever started it, however that ends. */
export interface Sink {
  readonly url: string;
  stop(): void;
}

const program = `
process.stdin.resume().on('end', () => process.exit());
require('node:http').createServer((request, response) => request.resume().on('end', () => response.end()))
  .listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;

/** Any host but loopback's usual names makes the SDK compress: BENCH_HOST=[::ffff:127.0.0.1] measures that. */
export const startSink = async (): Promise<Sink> => {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const host = process.env['BENCH_HOST'] ?? '127.0.0.1';
  return { url: `http://${host}:${port.toString().trim()}`, stop: () => void child.kill() };
};
