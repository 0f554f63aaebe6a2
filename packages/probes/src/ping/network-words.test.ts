import { expect, test } from 'vitest';
import { networkWords } from './network-words.ts';

test.each([
  ['getaddrinfo ENOTFOUND nohost.invalid', 'DNS does not know nohost.invalid'],
  ['connect ECONNREFUSED 127.0.0.1:1', 'nothing listens at 127.0.0.1:1'],
  [
    'Failed to connect to h:1433 - connect EHOSTUNREACH 10.0.0.1:1433',
    'Failed to connect to h:1433 - there is no route to 10.0.0.1:1433',
  ],
  ['password authentication failed', 'password authentication failed'],
])('%s', (message, words) => expect(networkWords(message)).toBe(words));
