import { logPage, type LogFilter } from '@sightglass/model/rest';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, logsRequest, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { times } from '../../../../../test/times.ts';
import { LogQueryError } from './conditions.ts';
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
const value = fc.constantFrom(
  '1',
  '7.5',
  '-3',
  '1e3',
  '12345678901234567890',
  '12345678901234567891',
  'two',
  'a b',
  '',
  '日本',
  '["two","a b",7]',
  '[broken',
  '{"a":1,"b":{"c":"two","d.e":12}}',
  '{"route":"two","list":[1,"a b",70],"n":null}',
  '{broken',
);
const record = fc.record({
  timeUnixNano: fc.constant('1763900000000000000'),
  severityNumber: fc.integer({ min: 0, max: 24 }),
  body: body.map(text),
  eventName: fc.constantFrom('', 'pipeline.run.started'),
  attributes: fc
    .dictionary(
      fc.constantFrom('attempt', 'http', 'http.route', 'kv', 'kv.b', 'pipeline.name', 'pipeline.stage.name'),
      value,
    )
    .map(attributesOf),
});

const minus = fc.constantFrom('', '', '-');
const key = fc.constantFrom(
  '',
  '',
  'attempt:',
  'http.route:',
  'host.name:',
  'kv.a:',
  'kv.b.c:',
  'kv.b.d.e:',
  'http.list:',
  'http.n:',
  'body:',
  'stage:',
  'pipeline:',
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
const text_ = fc.oneof(word, value, beginning, fc.constantFrom('h1', 'loader', 'pipeline.run.started'));
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
const range = fc.constantFrom(
  '>1',
  '>=1',
  '<7.5',
  '<=-3',
  '1..70',
  '..7',
  '12345678901234567891..',
  '>12345678901234567890',
);
const rangeKey = fc.constantFrom('attempt:', 'kv.a:', 'kv.b.d.e:', 'http.route:', 'http.list:');
const leaf = fc.oneof(
  { weight: 3, arbitrary: term },
  { weight: 1, arbitrary: fc.tuple(minus, rangeKey, range).map((parts) => parts.join('')) },
);
const joint = fc.constantFrom(' ', ' OR ', ' AND ');
const { query: tree } = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.constantFrom('', '-', 'NOT '), fc.array(tie('query'), { minLength: 1, maxLength: 3 }), joint)
      .map(([not, parts, between]) => `${not}(${parts.join(between)})`),
  ),
}));
const filter: fc.Arbitrary<LogFilter> = fc.record(
  {
    q: fc.tuple(fc.array(tree, { minLength: 1, maxLength: 3 }), joint).map(([terms, between]) => terms.join(between)),
    severity: fc.constantFrom('WARN+', 'INFO,ERROR'),
    stage: value.filter((text) => text !== ''),
  },
  { requiredKeys: ['q'] },
);

const matcherOf = (given: LogFilter): ReturnType<typeof logMatcher> | undefined => {
  try {
    return logMatcher(given);
  } catch (error) {
    expect(error).toBeInstanceOf(LogQueryError);
    return undefined;
  }
};

test('live tail and engine agree on what matches, and on what is refused', async () => {
  const records = fc.sample(record, { numRuns: 400, seed: 7 });
  await api.engine.insert('logs', [logsRequest(records, { 'service.name': 'loader', 'host.name': 'h1' })]);
  const everything = logPage.parse((await api.app.inject('/api/v1/logs?limit=1000')).json()).items;
  expect(everything).toHaveLength(400);
  const seen = { some: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(filter, async (given) => {
      const matches = matcherOf(given);
      const query = given as Record<string, string>;
      const answer = await api.app.inject({ url: '/api/v1/logs/count', query });
      expect(answer.statusCode, answer.body).toBe(matches === undefined ? 400 : 200);
      if (matches === undefined) return void (seen.refused += 1);
      const { count } = answer.json<{ count: number }>();
      expect(everything.filter(matches).length).toBe(count);
      if (count > 0 && count < 400) seen.some += 1;
    }),
    { numRuns: times(100) },
  );
  expect(seen.some).toBeGreaterThan(0);
});
