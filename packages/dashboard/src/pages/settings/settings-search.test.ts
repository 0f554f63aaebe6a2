import { expect, it } from 'vitest';
import { partsSeen } from './settings-search.ts';

it.each([
  [
    'where nobody signs in nothing is about people',
    { signIn: 'off', rights: ['telemetry:read', 'people:manage', 'metrics:read', 'access-log:read'] },
    ['sign-in', 'privacy', 'ingest', 'retention', 'access-log'],
  ],
  [
    'a viewer sees what needs no right',
    { signIn: 'on', rights: ['telemetry:read'] },
    ['you', 'tokens', 'privacy', 'retention'],
  ],
] as const)('%s', (_what, { signIn, rights }, ids) => {
  expect(partsSeen({ signIn, rights: [...rights] }).map(({ id }) => id)).toEqual(ids);
});
