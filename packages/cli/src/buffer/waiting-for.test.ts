import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { waitingTelemetry } from './waiting-for.ts';

test.each(['events', 'logs', 'traces', 'metrics'])('%s that wait are counted, here and for other servers', (lane) => {
  const bufferDir = temporaryFolder();
  const [here, other] = ['here', 'other'].map((name) => join(bufferDir, name)) as [string, string];
  for (const folder of [here, other]) {
    mkdirSync(join(folder, 'host~1~2~3'), { recursive: true });
    writeFileSync(join(folder, 'host~1~2~3', `${lane}-001780000000000-000001.otlp`), 'waiting');
  }
  expect(waitingTelemetry(bufferDir, here)).toEqual({
    hereBytes: 7,
    elsewhere: [{ url: null, folder: other, bytes: 7 }],
  });
});
