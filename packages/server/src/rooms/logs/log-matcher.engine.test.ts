import { logPage, type LogFilter } from '@sightglass/model/rest';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, logsRequest, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { logMatcher } from './log-matcher.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const word = fc.constantFrom(
  'reset',
  'Reset',
  'peer',
  'by',
  'x-y',
  'ÄRGER',
  'ärger',
  '42',
  'foo_bar',
  '日本',
  '🚀',
  'up🚀',
  '→',
  'क्या',
  '--x',
  'h://x',
  String.raw`a:\b`,
  "it's",
  '{}',
  '%',
);
const body = fc.array(word, { maxLength: 5 }).map((words) => words.join(' '));
const value = fc.constantFrom('1', 'two', 'a b', '', '日本', '["two","a b",7]', '[broken');
const record = fc.record({
  timeUnixNano: fc.constant('1763900000000000000'),
  severityNumber: fc.integer({ min: 0, max: 24 }),
  body: body.map(text),
  eventName: fc.constantFrom('', 'pipeline.run.started'),
  attributes: fc
    .dictionary(fc.constantFrom('attempt', 'http.route', 'pipeline.name', 'pipeline.stage.name'), value)
    .map(attributesOf),
});

const minus = fc.constantFrom('', '', '-');
const key = fc.constantFrom(
  '',
  '',
  'attempt:',
  'http.route:',
  'host.name:',
  'stage:',
  'pipeline:',
  'severity:',
  'event:',
  'service:',
);
const beginning = fc.constantFrom(
  'r*',
  'pee*',
  '*',
  'x-*',
  'foo_b*',
  'är*',
  't*',
  'load*',
  '日*',
  '7*',
  '🚀*',
  'up🚀*',
  '--*',
);
const text_ = fc.oneof(
  word,
  value,
  beginning,
  fc.constantFrom('WARN+', 'error', 'h1', 'loader', 'pipeline.run.started'),
);
const term = fc
  .tuple(
    minus,
    key,
    fc.oneof(
      text_,
      fc.tuple(text_, text_).map((two) => `"${two.join(' ').replaceAll('"', '\\"')}"`),
    ),
  )
  .map((parts) => parts.join(''));
const filter: fc.Arbitrary<LogFilter> = fc.record(
  {
    q: fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join(' ')),
    severity: fc.constantFrom('WARN+', 'INFO,ERROR'),
    stage: value.filter((text) => text !== ''),
  },
  { requiredKeys: ['q'] },
);

test('live tail and engine agree on what matches', async () => {
  const records = fc.sample(record, { numRuns: 400, seed: 7 });
  await api.engine.insert('logs', [logsRequest(records, { 'service.name': 'loader', 'host.name': 'h1' })]);
  const everything = logPage.parse((await api.app.inject('/api/v1/logs?limit=1000')).json()).items;
  expect(everything).toHaveLength(400);
  const matched = new Set<boolean>();
  await fc.assert(
    fc.asyncProperty(filter, async (asked) => {
      const here = everything.filter(logMatcher(asked)).length;
      const query = asked as Record<string, string>;
      const { count } = (await api.app.inject({ url: '/api/v1/logs/count', query })).json<{ count: number }>();
      expect(here).toBe(count);
      matched.add(count > 0 && count < 400);
    }),
    { numRuns: 100 },
  );
  expect(matched).toContain(true);
});
