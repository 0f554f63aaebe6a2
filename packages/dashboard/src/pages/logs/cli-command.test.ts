import { expect, test } from 'vitest';
import { cliCommand } from './cli-command.ts';

test.each([
  [{}, 'http://127.0.0.1:4318', 'sightglass logs --all'],
  [
    { q: `"it's" -retry`, pipeline: 'my orders', from: '2026-11-30T10:00:00.000Z', severity: 'WARN+' },
    'http://127.0.0.1:4318',
    String.raw`sightglass logs --all --pipeline 'my orders' --severity WARN+ --from 2026-11-30T10:00:00.000Z '"it'\''s" -retry'`,
  ],
  [
    { q: 'a OR b', traceId: 'ab12' },
    'https://glass.example',
    `sightglass logs --all --url https://glass.example '(a OR b) trace:"ab12"'`,
  ],
])('%j of %s', (filter, origin, command) => expect(cliCommand(filter, origin)).toBe(command));
