import { expect, test } from 'vitest';
import { RequestError } from '../../fetch/client.ts';
import { errorWords, mayPass } from './error-words.ts';

test.each([
  [400, 'The run id is too long.', { title: 'The run could not be read', detail: 'The run id is too long.' }],
  [404, 'No run 7 is known.', { title: 'No run 7 is known.' }],
  [
    503,
    'The telemetry engine is away.',
    { title: 'The run could not be read', detail: 'The telemetry engine is away.' },
  ],
  [504, 'Narrow it.', { title: 'The run took too long to read', detail: 'Narrow it.' }],
  [0, 'Check it.', { title: 'The run could not be read: Sightglass is not answering', detail: 'Check it.' }],
])('an answer %i is told in plain words, once', (status, message, words) => {
  expect(errorWords('The run', new RequestError(status, 'Sightglass is not answering', message))).toEqual(words);
});

test.each([
  [0, true],
  [400, false],
  [404, false],
  [413, false],
  [429, true],
  [500, true],
  [503, true],
  [504, true],
])('an answer %i may be another at another time: %s', (status, may) => {
  expect(mayPass(new RequestError(status, '', ''))).toBe(may);
});

test('a fault of the page itself may pass', () => {
  expect(mayPass(new Error('broken'))).toBe(true);
});
