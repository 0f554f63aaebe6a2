import { appendFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEvents } from '../packages/server/src/events/_events.ts';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { scanSegment } from '../packages/server/src/spool/marker.ts';
import { openSpool } from '../packages/server/src/spool/spool.ts';
import { metric } from './_api.ts';
import { auditOf, startLoad, untilLoaded, type Load } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const bodiesPerSegment = 5;

const segmentsIn = async (spool: string): Promise<string[]> =>
  (await readdir(spool)).filter((name) => name.endsWith('.seg')).toSorted();

const idsIn = (bytes: Buffer): string[] => bytes.toString('latin1').match(/[0-9a-f]{8}-\d+-\d+-\d+/g) ?? [];

interface Harm {
  readonly name: string;
  /** Damages the segment and answers the ids of the bodies that cannot be whole any more. */
  readonly damage: (path: string) => Promise<string[]>;
}

const bodyAt = (bytes: Buffer, which: number): { start: number; end: number } => {
  const { bodies } = scanSegment(bytes);
  const body = bodies.at(which);
  if (body === undefined) throw new Error('The segment holds too few bodies for this test.');
  return { start: body.start, end: body.bodyEnd };
};

const overwrite = async (path: string, which: number, change: (stretch: Buffer) => void): Promise<string[]> => {
  const bytes = await readFile(path);
  const { start, end } = bodyAt(bytes, which);
  const ids = idsIn(bytes.subarray(start, end));
  change(bytes.subarray(start, end));
  await writeFile(path, bytes);
  return ids;
};

const harms: readonly Harm[] = [
  {
    name: 'cut off in its last body',
    damage: async (path) => {
      const bytes = await readFile(path);
      const { start, end } = bodyAt(bytes, -1);
      await truncate(path, end - 5);
      return idsIn(bytes.subarray(start, end));
    },
  },
  {
    name: 'with one bit flipped',
    damage: (path) => overwrite(path, 1, (body) => body.writeUInt8((body.at(40) ?? 0) ^ 4, 40)),
  },
  { name: 'with a body zero-filled', damage: (path) => overwrite(path, 2, (body) => void body.fill(0)) },
  {
    name: 'with foreign bytes at its end',
    damage: async (path) => {
      await appendFile(path, Buffer.from('not a body\n'.repeat(50)));
      return [];
    },
  },
  {
    name: 'zero-filled whole',
    damage: async (path) => {
      const bytes = await readFile(path);
      await writeFile(path, Buffer.alloc(bytes.length));
      return idsIn(bytes);
    },
  },
];

it(`starts with segments ${harms.map(({ name }) => name).join(', ')}, and foreign files: keeps every whole body and shows the rest`, async () => {
  await using dataDir = await createDataDir();
  const spool = join(dataDir.path, 'spool');
  const load = await fillSpool(spool, harms.length + 1);

  const lost: string[] = [];
  const segments = await segmentsIn(spool);
  for (const [index, { damage }] of harms.entries()) lost.push(...(await damage(join(spool, segments[index] ?? ''))));
  await writeFile(join(spool, 'README.txt'), 'somebody put this here');
  await writeFile(join(spool, 'logs-1-x.seg'), 'a segment by its ending only');
  await writeFile(join(spool, 'logs-1700000000000-0000abcdef.seg'), 'a segment by its whole name');
  await writeFile(join(spool, 'traces-1700000000000-0000abcdef.seg'), '');
  await mkdir(join(spool, 'logs-1700000000000-0001abcdef.seg'));

  await using server = await startServerProcess(dataDir.path);
  expect(await metric(server.url, 'sightglass_spool_quarantined_bytes_total')).toBeGreaterThan(0);
  expect((await readdir(join(spool, 'quarantine'))).length).toBeGreaterThanOrEqual(harms.length);
  await untilLoaded(server.url);
  const { missing, ...others } = await auditOf(server.url, load);
  expect(others).toEqual({ doubled: [], unknown: [] });
  expect(missing.toSorted()).toEqual(lost.toSorted());
  expect(lost.length).toBeGreaterThan(0);

  const afterwards = startLoad({ url: () => server.url });
  await until('records are acknowledged', () => afterwards.acknowledged.size > 200);
  await afterwards.stop();
  await untilLoaded(server.url);
  expect((await auditOf(server.url, load, afterwards)).missing.toSorted()).toEqual(lost.toSorted());
});

/** Leaves `count` sealed segments of several bodies each, as a server does that was killed before it could load them. */
const fillSpool = async (folder: string, count: number): Promise<Pick<Load, 'acknowledged' | 'sent'>> => {
  const ids: string[] = [];
  const events = createEvents(() => {});
  for (let segment = 0; segment < count; segment += 1) {
    await using spool = await openSpool({ folder, events, mostBytes: 1e9, sealAfterMs: 60_000 });
    for (let body = 0; body < bodiesPerSegment; body += 1) {
      const records = Array.from({ length: 10 }, (_, record) => `00000000-${segment}-${body}-${record}`);
      await spool.append('logs', logsRequest(records.map((id) => ({ body: text(id) }))), `${segment}-${body}`);
      ids.push(...records);
    }
  }
  return { acknowledged: new Set(ids), sent: new Set(ids) };
};
