import { expect, it } from 'vitest';
import { unavailableWords } from './unavailable-words.ts';

const why = 'this login does not see what the sessions of others do; run: GRANT pg_monitor TO watch';

it.each<[string, Parameters<typeof unavailableWords>[0], string[]]>([
  ['nothing', {}, []],
  ['one', { database: why }, [`Load figures are not available: ${why}`]],
  [
    'several with one reason, once',
    { sessions: why, blockers: why, waits: why },
    [`Sessions, blockers and waits are not available: ${why}`],
  ],
  [
    'each reason by itself',
    { sessions: why, locks: 'timeout', database: why },
    [`Sessions and load figures are not available: ${why}`, 'Locks are not available: timeout'],
  ],
])('what a sample lacks: %s', (_name, unavailable, sentences) => {
  expect(unavailableWords(unavailable)).toEqual(sentences);
});
