import { describe, expect, it } from 'vitest';
import { extrasOf, messageOf } from './event-words.ts';

const said = (eventName: string | null, body: string, attributes: Record<string, string> = {}) =>
  messageOf({ eventName, body, stage: 'validate', attributes });

describe('messageOf', () => {
  it.each([
    ['an ordinary record', said(null, 'row refused'), 'row refused'],
    ['an event with words of its own', said('pipeline.stage.started', 'here we go'), 'here we go'],
    ['an event we do not know', said('custom.thing', ''), 'custom.thing'],
    ['a start', said('pipeline.stage.started', 'pipeline.stage.started'), 'validate started'],
    [
      'an end',
      said('pipeline.stage.finished', '', {
        'pipeline.stage.state': 'succeeded',
        'pipeline.stage.duration': '2100',
        'pipeline.stage.rows.read': '12448',
        'pipeline.stage.rows.rejected': '17',
        'pipeline.stage.rows.filtered': '0',
      }),
      'validate succeeded · 2.1 s · 12,448 read, 17 rejected',
    ],
    [
      'a rejection',
      said('pipeline.rows.rejected', 'pipeline.rows.rejected', {
        'pipeline.stage.rows.rejected': '40',
        'pipeline.stage.rows.rejected.reason': 'bad_date',
      }),
      'validate rejected 40 so far: bad_date',
    ],
  ])('%s', (_, words, expected) => expect(words).toBe(expected));
});

it('tells what a plain record carries, and leaves out what stands elsewhere', () => {
  const attributes = { 'pipeline.run.id': 'r', line: '4102', reason: 'bad_date', 'process.pid': '7' };
  expect(extrasOf({ eventName: null, attributes })).toBe('line=4102 reason=bad_date');
  expect(extrasOf({ eventName: 'pipeline.run.started', attributes })).toBe('');
});
