import { afterEach, expect, test, vi } from 'vitest';
import type { Entry } from './palette-entries.ts';
import { recentPlaces, rememberPlace } from './recent-places.ts';

afterEach(() => vi.unstubAllGlobals());

const place = (name: string, kind: Entry['kind'] = 'pipeline'): Entry => ({
  key: name,
  kind,
  name,
  detail: '',
  href: `/${name}`,
});

test('the latest places come first, each once, and a search is none', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: kept.set.bind(kept) });
  for (const one of [place('a'), place('b'), place('a'), place('c', 'search')]) rememberPlace(one);
  expect(recentPlaces().map(({ name }) => name)).toEqual(['a', 'b']);
});

test('a browser that keeps nothing keeps nobody from going anywhere', () => {
  const refuse = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  expect(() => rememberPlace(place('a'))).not.toThrow();
  expect(recentPlaces()).toEqual([]);
});
