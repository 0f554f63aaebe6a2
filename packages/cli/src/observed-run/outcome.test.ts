import { expect, test } from 'vitest';
import type { ChildOutcome } from '../child/run-child.ts';
import { judgeOutcome } from './outcome.ts';

const ended = (outcome: Partial<ChildOutcome>): ChildOutcome => ({
  exitCode: null,
  signal: null,
  endedAtMs: 0,
  usage: {},
  ...outcome,
});

test.each([
  ['exit 0', ended({ exitCode: 0 }), 'succeeded'],
  ['exit 0 although asked to stop', ended({ exitCode: 0, stoppedBy: 'SIGTERM' }), 'succeeded'],
  ['exit 3', ended({ exitCode: 3 }), 'failed'],
  ['exit 130 after Ctrl-C', ended({ exitCode: 130, stoppedBy: 'SIGINT' }), 'aborted'],
  ['SIGTERM from anywhere', ended({ signal: 'SIGTERM' }), 'aborted'],
  ['SIGKILL', ended({ signal: 'SIGKILL' }), 'failed'],
  ['SIGSEGV', ended({ signal: 'SIGSEGV' }), 'failed'],
  ['SIGKILL after SIGTERM', ended({ signal: 'SIGKILL', stoppedBy: 'SIGTERM' }), 'aborted'],
])('%s', (_, outcome, state) => expect(judgeOutcome(outcome, {}).state).toBe(state));

test('a failure without an exception says how it ended and what was said last', () => {
  expect(judgeOutcome(ended({ exitCode: 3 }), { lastLine: 'no such table' }).attributes).toEqual({
    'process.exit.code': 3,
    'error.type': 'exit_code_3',
    'exception.type': 'exit_code_3',
    'exception.message': 'exited with code 3; its last line: no such table',
  });
});

test('what the program logged as an error is the reason, whatever it printed after it', () => {
  const words = { lastError: 'nope', lastLine: 'bye' };
  expect(judgeOutcome(ended({ exitCode: 3 }), words).message).toBe('exited with code 3: nope');
});

test('an exception in the output is the failure of the run', () => {
  const exception = {
    'exception.type': 'ValueError',
    'exception.message': 'bad',
    'exception.stacktrace': 'Traceback…',
  };
  expect(judgeOutcome(ended({ exitCode: 1 }), { exception }).attributes).toEqual({
    ...exception,
    'process.exit.code': 1,
    'error.type': 'ValueError',
  });
});

test('the sentence about a failure names the exception', () => {
  const exception = { 'exception.type': 'ValueError', 'exception.message': 'bad' };
  const words = { exception, lastLine: 'something else' };
  expect(judgeOutcome(ended({ exitCode: 1 }), words).message).toBe('exited with code 1: ValueError: bad');
});

test('what could not be started says why', () => {
  const startError = { exitCode: 127, type: 'ENOENT', message: 'etl: command not found' } as const;
  expect(judgeOutcome(ended({ exitCode: 127, startError }), {}).attributes).toMatchObject({
    'error.type': 'ENOENT',
    'exception.message': 'etl: command not found',
  });
});
