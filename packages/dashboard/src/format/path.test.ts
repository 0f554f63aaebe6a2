import { expect, it } from 'vitest';
import { shortPath } from './path.ts';

it.each([
  ['drops/in.csv', 'drops/in.csv'],
  ['/tmp/sightglass-demo-1/flights/data/drops/2026-11-24.csv', '…/flights/data/drops/2026-11-24.csv'],
  ['/tmp/a-name-of-one-file-that-is-longer-than-all-there-is-room-for.csv', '…s-longer-than-all-there-is-room-for.csv'],
])('%s is shown as %s', (path, shown) => {
  expect(shortPath(path)).toBe(shown);
  expect(shown.length).toBeLessThanOrEqual(40);
});
