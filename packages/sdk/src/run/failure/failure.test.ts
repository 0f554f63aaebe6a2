import { runInNewContext } from 'node:vm';
import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { failureAttributes } from './failure.ts';

class DeadlockError extends Error {}

const recorded = (thrown: unknown) => {
  const own = failureAttributes(thrown);
  return [own[attributes.exceptionType], own[attributes.exceptionMessage], own[attributes.errorType]];
};
const traceOf = (thrown: unknown) => String(failureAttributes(thrown)[attributes.exceptionStacktrace]);

const raising = Object.defineProperties(new Error('x'), {
  message: { get: () => JSON.parse('{') as string },
  stack: { get: () => JSON.parse('{') as string },
});

describe('what was thrown', () => {
  it.each<[name: string, thrown: unknown, type: string, message: string, errorType: string]>([
    ['an error', new RangeError('bad'), 'RangeError', 'bad', 'RangeError'],
    [
      'an error with a code',
      Object.assign(new Error('away'), { code: 'ECONNREFUSED' }),
      'Error',
      'away',
      'ECONNREFUSED',
    ],
    ['a class that sets no name', new DeadlockError('busy'), 'DeadlockError', 'busy', 'DeadlockError'],
    ['an error of another realm', runInNewContext(`new TypeError('there')`), 'TypeError', 'there', 'TypeError'],
    [
      'errors gathered without a message',
      new AggregateError([new Error('a'), new Error('b')]),
      'AggregateError',
      'a; b',
      'AggregateError',
    ],
    ['an error that raises', raising, 'Error', '', 'Error'],
    ['text', 'out of paper', 'string', 'out of paper', 'string'],
    ['nothing', undefined, 'undefined', 'undefined', 'undefined'],
    ['a symbol', Symbol('s'), 'symbol', 'Symbol(s)', 'symbol'],
    ['an object without a prototype', Object.create(null), 'object', 'a value that cannot be shown', 'object'],
  ])('%s', (_name, thrown, ...expected) => {
    expect(recorded(thrown)).toEqual(expected);
  });

  it('shows its causes, whatever they are', () => {
    const error = new Error('load failed', { cause: new Error('insert failed', { cause: 'disk full' }) });
    expect(traceOf(error)).toMatch(
      /^Error: load failed\n[^]*\nCaused by: Error: insert failed\n[^]*\nCaused by: disk full$/u,
    );
  });

  it('shows the errors it gathers, the first five of them', () => {
    const errors = Array.from({ length: 9 }, (_, n) => new Error(`file ${n}`));
    const trace = traceOf(new AggregateError(errors, 'some files'));
    expect(trace).toContain('Error 1 of 9: Error: file 0');
    expect(trace).toContain('Error 5 of 9: Error: file 4');
    expect(trace).not.toContain('file 5');
  });

  it('ends, also where errors hold each other', () => {
    const [a, b] = [new Error('a'), new Error('b')];
    a.cause = b;
    b.cause = a;
    expect(traceOf(a).match(/Caused by/gu)).toHaveLength(1);
    const deep = Array.from({ length: 10_000 }).reduce<Error>(
      (cause, _, n) => new Error(`${n}`, { cause }),
      new Error('first'),
    );
    expect(traceOf(deep).length).toBeLessThanOrEqual(16_384);
  });
});
