import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startOwnEngine } from '../../engine/_own-engine.ts';
import { logsRequest, text } from '../../wire/_sample.ts';
import { everyEventKind } from '../../wire/event-kinds.ts';
import { everyKind } from '../../wire/value-kinds.ts';
import { insertSegmentFile } from './insert-segment.ts';

const body = logsRequest([{ body: text('kept') }]);

/** The file in which the engine keeps the schema of logs. */
const schemaFile = async (): Promise<string> => {
  await using engine = await startOwnEngine();
  await engine.insert('logs', [body], { valueKinds: everyKind });
  const [name = ''] = await readdir(join(engine.folder, '__cache__'));
  return name;
};

test('a schema file cut off by a full disk refuses no segment, and the engine started again writes it anew', async () => {
  const name = await schemaFile();
  await using engine = await startOwnEngine();
  const cache = join(engine.folder, '__cache__');
  await mkdir(cache, { recursive: true });
  await writeFile(join(cache, name), '');
  const path = join(engine.folder, 'one.seg');
  await writeFile(path, body);
  let told = 0;
  const insert = insertSegmentFile(engine.telemetry, () => void (told += 1));
  const segment = {
    id: 'one',
    signal: 'logs',
    lane: 'logs',
    path,
    createdAt: new Date(),
    valueKinds: everyKind,
    eventKinds: everyEventKind,
  } as const;
  expect((await insert(segment)).kind).toBe('retryable');
  expect(told).toBe(1);
  await engine.engine.restart('was told to');
  expect(await insert(segment)).toEqual({ kind: 'inserted' });
  expect(await engine.telemetry.rows('SELECT Body FROM logs')).toEqual([{ Body: 'kept' }]);
});
