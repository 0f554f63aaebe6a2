import { expect, it, test } from 'vitest';
import { extrasOf, messageOf } from './record-words.ts';

test.each([
  ['an ordinary record', { eventName: null, body: 'row refused' }, 'row refused'],
  ['a lifecycle event', { eventName: 'pipeline.stage.started', body: 'validate started' }, 'validate started'],
  ['an event without a body', { eventName: 'custom.thing', body: '' }, 'custom.thing'],
  ['a record that says nothing', { eventName: null, body: '' }, ''],
])('%s says what it says', (_, record, words) => expect(messageOf(record)).toBe(words));

it('tells what a plain record carries, and leaves out what stands elsewhere', () => {
  const attributes = { 'pipeline.run.id': 'r', line: '4102', reason: 'bad_date', 'process.pid': '7' };
  expect(extrasOf({ eventName: null, attributes })).toBe('line=4102 reason=bad_date');
  expect(extrasOf({ eventName: 'pipeline.run.started', attributes })).toBe('');
});
