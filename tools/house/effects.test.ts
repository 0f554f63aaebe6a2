import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { effectsIn } from './effects.ts';

test.each([
  ['const at = Date.now()', 'Date.now()'],
  ['const at = new Date()', 'new Date()'],
  ['const at = performance.now()', 'performance.now()'],
  ['const one = Math.random()', 'Math.random()'],
  ['const id = crypto.randomUUID()', 'crypto.randomUUID()'],
  ['await fetch(url)', 'fetch()'],
  ['await globalThis.fetch(url)', 'globalThis.fetch'],
  ['setInterval(turn, 1_000)', 'setInterval()'],
  ['const home = process.env.HOME', 'process'],
  ['new WebSocket(url)', 'new WebSocket()'],
])('%s is an effect', (text, effect) => {
  expect(effectsIn(parseSync('a.ts', text).program)).toEqual([effect]);
});

test.each(['new Date(ms).toISOString()', 'Math.max(1, 2)', 'row.process.pid', 'page.fetch(url)', '({ process: 1 })'])(
  '%s is none',
  (text) => {
    expect(effectsIn(parseSync('a.ts', text).program)).toEqual([]);
  },
);
