import { appendFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scanSegment } from '../packages/server/src/spool/marker.ts';
import { metric } from './_api.ts';
import { auditOf, startLoad, untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

/** The oldest segments may have reached the engine just when it stopped. */
const mostBeingInserted = 2;

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
  const load = await fillSpool(dataDir.path, spool, mostBeingInserted + harms.length + 1);

  const lost: string[] = [];
  const segments = (await segmentsIn(spool)).slice(mostBeingInserted);
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
}, 180_000);

/** Leaves at least `count` segments in the spool of a killed server whose engine had been stopped. */
const fillSpool = async (dataDir: string, spool: string, count: number) => {
  await using server = await startServerProcess(dataDir);
  process.kill(await server.enginePid(), 'SIGSTOP');
  const load = startLoad({ url: () => server.url });
  await until(`the spool holds ${count} segments`, async () => (await segmentsIn(spool)).length > count, {
    withinMs: 10_000,
  });
  await load.stop();
  return load;
};
