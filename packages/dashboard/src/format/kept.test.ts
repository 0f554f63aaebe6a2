import { afterEach, expect, test, vi } from 'vitest';
import { keep, kept } from './kept.ts';

const real = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
afterEach(() => {
  vi.unstubAllGlobals();
  if (real === undefined) delete (globalThis as { localStorage?: unknown }).localStorage;
  else Object.defineProperty(globalThis, 'localStorage', real);
});

test('what is kept is there at the next visit', () => {
  const store = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => store.get(key) ?? null, setItem: store.set.bind(store) });
  keep('a', '1');
  expect([kept('a'), kept('b')]).toEqual(['1', null]);
});

test('a browser that is closed to pages, or full, takes nothing from anybody', () => {
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    },
  });
  expect(kept('a')).toBeNull();
  expect(() => keep('a', '1')).not.toThrow();
  const refuse = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    value: { getItem: () => 'x', setItem: refuse },
  });
  expect(() => keep('a', '1')).not.toThrow();
  expect(kept('a')).toBe('x');
});
