import { afterEach, expect, test, vi } from 'vitest';
import { createKnownHolders } from './known-holders.ts';
import type { TokenHolder } from './principal.ts';

afterEach(() => void vi.useRealTimers());

const holder: TokenHolder = {
  kind: 'token',
  id: 't',
  name: 'loader',
  personId: null,
  rights: new Set(),
  of: undefined,
};

test('a holder is found once in five seconds; an unknown token is looked for each time', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const find = vi.fn(async (token: string) => (token === 'known' ? holder : undefined));
  const tokens = createKnownHolders(find, 5_000);
  for (const token of ['known', 'known', 'other', 'other']) await tokens.holder(token);
  expect(find.mock.calls.flat()).toEqual(['known', 'other', 'other']);
  vi.advanceTimersByTime(5_000);
  expect(await tokens.holder('known')).toBe(holder);
  expect(find).toHaveBeenCalledTimes(4);
});

test('what was looked for before it was forgotten is not kept', async () => {
  let answer: (found: TokenHolder | undefined) => void = () => {};
  const find = vi.fn(() => new Promise<TokenHolder | undefined>((resolve) => (answer = resolve)));
  const tokens = createKnownHolders(find, 5_000);
  const first = tokens.holder('t');
  tokens.forget();
  answer(holder);
  expect(await first).toBe(holder);
  const second = tokens.holder('t');
  answer(undefined);
  expect(await second).toBeUndefined();
});
