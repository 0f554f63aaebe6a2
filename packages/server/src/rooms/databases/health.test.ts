import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckOutcome, DatabaseState } from '@sightglass/model/rest';
import { isFlapping, judged, unknownHealth, type Health } from './health.ts';

const outcomes: Readonly<Record<string, CheckOutcome>> = { w: 'well', p: 'poor', f: 'failed' };
const marks: Readonly<Record<DatabaseState, string>> = { unknown: '?', up: 'U', degraded: 'D', down: 'X' };

const after = (attempts: string): Health[] => {
  const steps: Health[] = [];
  attempts
    .split('')
    .forEach((mark, index) => steps.push(judged(steps.at(-1) ?? unknownHealth, outcomes[mark] ?? 'well', index)));
  return steps;
};

test.each([
  ['well from the start', 'www', 'UUU'],
  ['down from the start: degraded until the third failure', 'ffff', 'DDXX'],
  ['one failure changes nothing', 'wwfww', 'UUUUU'],
  ['two in a row degrade, three are down', 'wwfff', 'UUUDX'],
  ['slow once is nothing, slow twice degrades', 'wwpwpp', 'UUUUUD'],
  ['recovery: degraded first, up after two', 'wwfffww', 'UUUDXDU'],
  ['a failure on the way up', 'wwfffwfww', 'UUUDXDDDU'],
  ['down stays down through single failures', 'fffwf', 'DDXDD'],
  ['every second attempt fails: degraded, and stays so', 'wwfwfwfwfwfw', 'UUUUUUDDDDDD'],
])('%s', (_name, attempts, states) => {
  expect(
    after(attempts)
      .map(({ state }) => marks[state])
      .join(''),
  ).toBe(states);
});

test('what flaps has to be well for longer', () => {
  const flapping = after('wwffwwff');
  expect(isFlapping(flapping.at(-1) ?? unknownHealth)).toBe(true);
  const states = after('wwffwwff' + 'wwwww').map(({ state }) => marks[state]);
  expect(states.slice(-5).join('')).toBe('DDDDU');
});

test('`since` is when the state last changed', () => {
  expect(after('wwfff').map(({ sinceMs }) => sinceMs)).toEqual([0, 0, 0, 3, 4]);
});

const attempts = fc.array(fc.constantFrom('w', 'p', 'f'), { minLength: 1, maxLength: 60 }).map((all) => all.join(''));
const last = (text: string): Health => after(text).at(-1) ?? unknownHealth;

test('whatever came before: three failures are down, five times well are up, once well is not down', () => {
  fc.assert(
    fc.property(attempts, (before) => {
      expect(last(`${before}fff`).state).toBe('down');
      expect(last(`${before}wwwww`).state).toBe('up');
      expect(last(`${before}w`).state).not.toBe('down');
    }),
  );
});

test('nothing is remembered for ever', () => {
  fc.assert(
    fc.property(attempts, (before) => {
      for (const { recent } of after(before)) expect(recent.length).toBeLessThanOrEqual(20);
    }),
  );
});
