import { expect, test } from 'vitest';
import { ConfigError } from '../../config/config-error.ts';
import { loadConfig } from '../../config/load.ts';

const mail = { name: 'mail', kind: 'email', host: 'smtp.example.com', from: 's@example.com' } as const;
const refusal = (channel: Record<string, unknown>, more: readonly object[] = []): string => {
  try {
    loadConfig({ env: {}, overrides: { channels: [{ ...mail, ...channel }, ...more] } as never });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
};

test.each([
  [{}, 'accepted'],
  [{ security: 'none' }, /sends mail unencrypted to another machine/u],
  [{ security: 'none', host: '127.0.0.1' }, 'accepted'],
  [{ security: 'none', insecureOk: true }, 'accepted'],
  [{ user: 'robot' }, /is needed with a user/u],
  [{ user: 'robot', password: 'hush-hush' }, /a secret does not belong in this file/u],
  [{ user: 'robot', password: 'env:NOT_SET_ANYWHERE' }, /environment variable NOT_SET_ANYWHERE is not set/u],
  [{ from: 'a@b.c\r\nBcc: x@y.z' }, /must be one line/u],
  [{ to: [{ address: 'a@b.c, x@y.z' }] }, /write an address like/u],
  [{ fallback: 'nowhere' }, /"nowhere" is not the name of a channel/u],
  [{ fallback: 'mail' }, /is the channel itself/u],
  [{ timeZone: 'Mars/Base' }, /is not a time zone/u],
  [{ name: 'page' }, /the channel `page` is always there/u],
])('%j', (given, expected) => {
  const told = refusal(given);
  if (typeof expected === 'string') expect(told).toBe(expected);
  else expect(told).toMatch(expected);
  expect(told).not.toContain('hush-hush');
});

test('ports follow the encryption; two channels have two names', () => {
  const { channels } = loadConfig({
    env: {},
    overrides: { channels: [mail, { ...mail, name: 'other', security: 'tls' }] },
  });
  expect(channels.map(({ port }) => port)).toEqual([587, 465]);
  expect(refusal({}, [mail])).toMatch(/two channels have the same/u);
});
