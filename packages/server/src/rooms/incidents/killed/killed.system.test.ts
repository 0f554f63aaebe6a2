import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../../../test/temporary-folder.ts';
import { openPglite } from '../../../storage/state/pglite.ts';
import { killNight, liveNight, outcomeOf } from './_killed-night.ts';

const kills = 20;

test('§18 27: killed at 20 random points of a night of two incidents, no timer is lost and none fires twice', async () => {
  const [killed, whole] = [temporaryFolder(), temporaryFolder()];
  let isOver = false;
  for (let kill = 0; kill < kills && !isOver; kill += 1)
    isOver = await killNight(killed, 1 + Math.floor(Math.random() * 4), Math.random() * 20);
  await liveNight(killed);
  await liveNight(whole);
  await using one = await openPglite(killed);
  await using other = await openPglite(whole);
  expect(await outcomeOf(one)).toEqual(await outcomeOf(other));
});
