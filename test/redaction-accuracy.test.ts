import { createRedactor, policyOf, privacySettings } from '@sightglass/model/redaction';
import { expect, it } from 'vitest';
import { accuracyOf } from '../bench/redaction/accuracy.ts';
import { negatives } from '../bench/redaction/negatives.ts';
import { positives } from '../bench/redaction/positives.ts';
import { randomOf } from '../bench/redaction/texts.ts';

const countries = ['de', 'es', 'fr', 'it', 'nl', 'pl', 'uk', 'us'];
const policy = policyOf(privacySettings.parse({ preset: 'standard', countries }));

it.each([1, 2026, 77])('finds what it should and little else, by seed %i', async (seed) => {
  if (policy === undefined) throw new Error('The policy of the test changes nothing.');
  const redactor = createRedactor(policy, String);
  const random = randomOf(seed);
  const texts = [...positives(random), ...negatives(random)];
  expect(texts.filter(({ rule }) => rule !== undefined)).toHaveLength(200);
  const accuracy = await accuracyOf(texts, (text) => redactor.text(text).hits.length > 0);
  const { missed, wrong } = accuracy;
  expect({ recall: accuracy.recall >= 0.95, missed }).toEqual({ recall: true, missed });
  expect({ precision: accuracy.precision >= 0.95, wrong }).toEqual({ precision: true, wrong });
});

it.each([
  ['GET /users?mail=anna%40example.com&page=2', 'GET /users?mail=[redacted:mail]&page=2'],
  [String.raw`{"to":"anna\u0040example.com"}`, '{"to":"[redacted:mail]"}'],
  ['IBAN DE89\u{A0}3704\u{A0}0044\u{A0}0532\u{A0}0130\u{A0}00', 'IBAN [redacted:iban]'],
  ['4111.1111.1111.1111', '[redacted:card]'],
  ['4111\u{202F}1111\u{202F}1111\u{202F}1111', '[redacted:card]'],
  [
    String.raw`{"url":"postgres:\/\/user:hunter2@db\/x"}`,
    String.raw`{"url":"postgres:\/\/user:[redacted:url-password]@db\/x"}`,
  ],
  [String.raw`{"password": "a\"b c"}`, '{"password": "[redacted:password]"}'],
  ["{'password': 'my two words', 'n': 1}", "{'password': '[redacted:password]', 'n': 1}"],
])('finds in %s what is written in another way', (before, after) => {
  if (policy === undefined) throw new Error('The policy of the test changes nothing.');
  expect(createRedactor(policy, String).text(before).text).toBe(after);
});
