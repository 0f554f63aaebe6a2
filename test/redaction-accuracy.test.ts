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
