import type { SpanRule, SpanRulePreview } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { makeWords, previewWords, stateWords } from './rule-words.ts';
import { readSpanRulesSearch, ruleOf } from './span-rules-search.ts';

it.each([
  [0, 0, 0, 'No span that is stored becomes a run; those that arrive later do.', 'Make runs of what arrives'],
  [1, 0, 1, '1 run of 1 pipeline', 'Make 1 run'],
  [1204, 1, 2, '1,204 runs of 2 pipelines, 1 of which is one already', 'Make 1,203 runs'],
  [3, 3, 1, '3 runs of 1 pipeline, which are runs already', 'Make runs of what arrives'],
])('%d runs, %d known, of %d pipelines', (runs, known, pipelineCount, words, button) => {
  const preview = { runs, known, pipelineCount } as SpanRulePreview;
  const plain = (text: string) => text.replaceAll('\u00A0', ' ');
  expect([previewWords(preview), makeWords(preview)].map(plain)).toEqual([words, button]);
});

it.each([
  [{ state: 'in-force', progress: null, problem: null }, 'in force'],
  [{ state: 'making', progress: { days: 30, daysDone: 2 }, problem: null }, 'makes runs of past spans: day 3 of 30'],
  [{ state: 'making', progress: null, problem: 'The disk is full.' }, 'waits: The disk is full.'],
  [{ state: 'removing', progress: null, problem: null }, 'its runs are being taken back'],
])('%j', (rule, words) => {
  expect(stateWords(rule as SpanRule)).toBe(words);
});

it('a rule is named by its span unless a name is given, and the address holds it', () => {
  expect(ruleOf(readSpanRulesSearch({}))).toBeUndefined();
  expect(ruleOf({ service: 'a' })).toEqual({
    service: 'a',
    rootSpan: '*',
    pipeline: '*',
    namespace: 'default',
    stages: [],
  });
  expect(ruleOf({ service: 'a', root: 'job x', stages: 'load, extract *,' })).toMatchObject({
    pipeline: 'job x',
    stages: [{ span: 'load' }, { span: 'extract *' }],
  });
});
