import { expect, test } from 'vitest';
import { redactArgs } from './redact-args.ts';

test.each([
  [
    ['psql', '--password', 'hunter2'],
    ['psql', '--password', '***'],
  ],
  [
    ['x', '--api-key=abc', '--rows=3'],
    ['x', '--api-key=***', '--rows=3'],
  ],
  [
    ['env', 'DB_PASSWORD=abc', 'etl'],
    ['env', 'DB_PASSWORD=***', 'etl'],
  ],
  [
    ['etl', 'postgres://me:abc@db/x'],
    ['etl', 'postgres://me:***@db/x'],
  ],
  [
    ['etl', 'postgres://me:a@b/c@db/x'],
    ['etl', 'postgres://me:***@db/x'],
  ],
  [
    ['etl', '--token', '--verbose'],
    ['etl', '--token', '--verbose'],
  ],
  [
    ['python', 'etl.py', '--author', 'x', 'tokens'],
    ['python', 'etl.py', '--author', 'x', 'tokens'],
  ],
])('%j → %j', (args, stored) => expect(redactArgs(args)).toEqual(stored));
