import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFile } from '@sightglass/sdk';
import { expect, test } from 'vitest';
import { dropContract } from './contract.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const folder = temporaryFolder();

const good = ['2001-01-03T06:15:00', '-4', '2176', 'LAS', 'PHL'];
const withField = (index: number, text: string): string[] => good.with(index, text);

const verdicts: readonly [name: string, fields: readonly string[], reason?: string][] = [
  ['a good line', good],
  ['an early flight', withField(1, '-66')],
  ['midnight', withField(0, '2001-01-03T00:00:00')],
  ['the last second of the day', withField(0, '2001-01-03T23:59:59')],
  ['a missing column', good.slice(0, 4), 'row.width'],
  ['a column too many', [...good, 'x'], 'row.width'],
  ['no date', withField(0, ''), 'date.not_null'],
  ['an American date', withField(0, '01/03/2001 06:15'), 'date.type'],
  ['the 31st of February', withField(0, '2001-02-31T06:15:00'), 'date.type'],
  ['hour 25', withField(0, '2001-01-03T25:00:00'), 'date.type'],
  ['the day before', withField(0, '2001-01-02T23:59:00'), 'date.min'],
  ['the day after', withField(0, '2001-01-04T00:00:00'), 'date.max'],
  ['no delay', withField(1, ''), 'delay.not_null'],
  ['a delay in words', withField(1, 'late'), 'delay.type'],
  ['half a minute', withField(1, '0.5'), 'delay.type'],
  ['three days late', withField(1, '4320'), 'delay.max'],
  ['a negative distance', withField(2, '-2176'), 'distance.min'],
  ['no distance', withField(2, '0'), 'distance.min'],
  ['an origin of four letters', withField(3, 'KLAS'), 'origin.pattern'],
  ['a lower-case destination', withField(4, 'phl'), 'destination.pattern'],
  ['two broken rules', ['01/03/2001 06:15', 'late', '1', 'LAS', 'PHL'], 'date.type'],
];

test.each(verdicts)('%s', async (_name, fields, reason) => {
  const file = join(folder, 'drop.csv');
  await writeFile(file, `date,delay,distance,origin,destination\n${fields.join()}\n`);
  const report = await checkFile(file, dropContract('2001-01-03'), { rejects: false });
  expect(report.rejectedByReason).toEqual(reason === undefined ? {} : { [reason]: 1 });
});
