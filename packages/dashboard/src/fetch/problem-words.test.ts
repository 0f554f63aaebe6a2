import { expect, test } from 'vitest';
import { problemWords } from './problem-words.ts';

const path = 'q';

test.each([
  [
    'the detail alone, where it has all',
    400,
    { detail: 'q: is empty', errors: [{ path, message: 'is empty' }] },
    'q: is empty',
  ],
  [
    'what the detail leaves out',
    400,
    { detail: 'Two are wrong.', errors: [{ path, message: 'is empty' }] },
    'Two are wrong. q: is empty',
  ],
  ['the errors alone', 400, { errors: [{ path, message: 'is empty' }] }, 'q: is empty'],
])('holds %s', (_, status, problem, words) => {
  expect(problemWords(status, problem)).toBe(words);
});

test.each([
  [502, 'The answer (502) did not come from Sightglass'],
  [403, 'Check your sign-in'],
])('an answer %i without words is that of something between', (status, words) => {
  expect(problemWords(status, {})).toContain(words);
});
