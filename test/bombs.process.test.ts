import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { logCount, metric } from './_api.ts';
import { untilLoaded } from './_load.ts';
import { peakBytes } from './_processes.ts';
import { createDataDir, startServerProcess, type DataDir, type ServerProcess } from './_server.ts';
import { times } from './times.ts';

const mebibyte = 1_048_576;
/** What intake may hold at once (256 MiB), two decompressions at work, and what is not collected yet. */
const mostGrowthBytes = 900 * mebibyte;

/** More than a body may hold decompressed. */
const zeros = Buffer.alloc(72 * mebibyte);
const quickly = { level: 1 };
const quickBrotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } };
const packedZeros = gzipSync(zeros, quickly);
/** So many would take more than `mostGrowthBytes` if they were all decompressed at once … */
const manyAtOnce = 16;
/** … which two kinds show for all; the others are about the answer. */
const someAtOnce = times(3);
const protobuf = 'application/x-protobuf';
const json = 'application/json';

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const field = (number: number, inner: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([number * 8 + 2, ...varint(inner.length)]), inner]);
/** Records without anything in them: two bytes each on the wire, a row or an object each when taken. */
const emptyRecords = (count: number): Buffer =>
  field(1, field(2, Buffer.alloc(2 * count).fill(Buffer.from([0x12, 0]))));

const packedRecords = gzipSync(emptyRecords(30 * mebibyte), quickly);

interface Bomb {
  readonly name: string;
  readonly type?: string;
  readonly encoding?: string;
  readonly path?: string;
  readonly body: Uint8Array;
  readonly status: number;
  readonly atOnce?: number;
}

const bombs: readonly Bomb[] = [
  { name: 'gzip', body: packedZeros, status: 413, atOnce: manyAtOnce },
  { name: 'deflate', encoding: 'deflate', body: deflateSync(zeros, quickly), status: 413 },
  { name: 'zstd', encoding: 'zstd', body: zstdCompressSync(zeros), status: 413 },
  { name: 'brotli', encoding: 'br', body: brotliCompressSync(zeros, quickBrotli), status: 413 },
  { name: 'gzip in gzip', body: gzipSync(packedZeros), status: 400 },
  { name: 'gzip just within the limit', body: gzipSync(zeros.subarray(0, 60 * mebibyte), quickly), status: 400 },
  { name: 'empty log records', body: packedRecords, status: 413, atOnce: manyAtOnce },
  { name: 'empty spans', path: '/v1/traces', body: packedRecords, status: 413 },
  {
    name: 'JSON of empty objects',
    type: json,
    body: gzipSync(`{"resourceLogs":[${'{},'.repeat(2.5 * mebibyte)}{}]}`, quickly),
    status: 413,
  },
  {
    name: 'JSON of deep arrays',
    type: json,
    body: gzipSync(`{"resourceLogs":${'['.repeat(7 * mebibyte)}`, quickly),
    status: 413,
  },
  {
    name: 'JSON beyond its limit',
    type: json,
    body: gzipSync(`{"resourceLogs":[${' '.repeat(32 * mebibyte)}]}`, quickly),
    status: 413,
  },
];

describe('bombs', () => {
  let dataDir: DataDir;
  let server: ServerProcess;
  let idleBytes: number;
  beforeAll(async () => {
    dataDir = await createDataDir();
    server = await startServerProcess(dataDir.path);
    idleBytes = await peakBytes(server.pid);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await dataDir[Symbol.asyncDispose]();
  });

  it.each(bombs)(
    '$name, many at once, are answered with $status (or 429) within bounded memory',
    async ({ type = protobuf, encoding = 'gzip', path = '/v1/logs', body, status, atOnce = someAtOnce }) => {
      const headers = { 'content-type': type, 'content-encoding': encoding };
      const send = async (): Promise<number> => {
        const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: Buffer.from(body) });
        await response.arrayBuffer();
        return response.status;
      };
      const answers = new Set(await Promise.all(Array.from({ length: atOnce }, send)));
      expect([...answers].filter((answer) => answer !== 429)).toEqual([status]);
      expect((await peakBytes(server.pid)) - idleBytes).toBeLessThan(mostGrowthBytes);
    },
  );

  it('leave a server that takes the next good request, with the engine it had', async () => {
    const headers = { 'content-type': protobuf };
    const body = Buffer.from(logsRequest([{ body: text('good') }]));
    expect((await fetch(`${server.url}/v1/logs`, { method: 'POST', headers, body })).status).toBe(200);
    await untilLoaded(server.url);
    expect(await logCount(server.url)).toBe(1);
    expect(await metric(server.url, 'sightglass_engine_restarts_total')).toBe(0);
  });
});
