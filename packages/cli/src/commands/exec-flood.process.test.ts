import { expect, test } from 'vitest';
import { accept, type Answer } from '../../../sdk/testing/otlp-server.ts';
import { useExec } from '../../testing/use-exec.ts';

const bench = useExec();
const bulkBytes = 64 * 1024;
/** Prints so many lines of 100 bytes as fast as it can. */
const printing = (lines: number) => `
  const line = (n) => ('line ' + n + ' ').padEnd(99, 'x') + '\\n';
  for (let n = 0; n < ${lines}; n += 1000) process.stdout.write(Array.from({ length: 1000 }, (_, at) => line(n + at)).join(''));`;
/** Takes bulk slowly. */
const slowForBulk: Answer = (request, response) => {
  if (request.body.length < bulkBytes) return accept(request, response);
  setTimeout(() => {
    accept(request, response);
    bench.server.requests.push(request);
  }, 700);
};
/** The ids of runs whose end the server has been told. */
const ended = () => bench.server.events('pipeline.run.finished').map((event) => event.attributes['pipeline.run.id']);
/** Whole records would take longer to read than they took to come. */
const countLines = () =>
  new Set(
    bench.server.requests.flatMap(({ body }) =>
      [...body.toString('latin1').matchAll(/line (\d+) /g)].map(([, number]) => number),
    ),
  ).size;

test('a run that prints more than the server takes has its end there when exec ends, and its lines follow by themselves', async () => {
  bench.server.answer = slowForBulk;
  const flood = await bench.exec([process.execPath, '-e', printing(60_000)], '--run-id=flood');
  expect(flood.code).toBe(0);
  expect(ended()).toEqual(['flood']);
  const { code } = await bench.exec(['echo', 'hi'], '--run-id=next');
  expect({ code, ended: ended() }).toEqual({ code: 0, ended: ['flood', 'next'] });
  bench.server.answer = accept;
  await expect.poll(countLines, { timeout: 60_000, interval: 500 }).toBe(60_000);
});

test('what earlier runs have left goes behind what is new', async () => {
  bench.server.answer = (_request, response) => void response.writeHead(503).end();
  await bench.exec([process.execPath, '-e', printing(30_000)], '--run-id=old');
  bench.server.answer = slowForBulk;
  await bench.exec(['echo', 'hi'], '--run-id=new');
  expect(ended()).toContain('new');
  expect(bench.lines().map(({ body }) => body)).toContain('hi');
  bench.server.answer = accept;
  await expect.poll(countLines, { timeout: 60_000, interval: 500 }).toBe(30_000);
});
