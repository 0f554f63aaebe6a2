import { expect, it } from 'vitest';
import { paletteKeys } from './palette-keys.ts';

it.each([
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', '⌘ K'],
  ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15', '⌘ K'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'Ctrl K'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36', 'Ctrl K'],
  ['', 'Ctrl K'],
])('of %j', (userAgent, keys) => {
  expect(paletteKeys(userAgent).join(' ')).toBe(keys);
});
