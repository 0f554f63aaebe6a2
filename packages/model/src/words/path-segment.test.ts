import { expect, test } from 'vitest';
import { pathSegment, readSegment } from './path-segment.ts';

test.each(['.', '..', '...', 'a.b', '%2E', '%2E%2E', '.%2E', '%252E', '%', 'a/b', 'Größe', '../x'])(
  'the name "%s" is reached by its address, and by no other',
  (name) => {
    const { pathname } = new URL(`http://localhost/pipelines/default/${pathSegment(name)}`);
    const segment = pathname.split('/')[3] ?? '';
    expect(pathname.split('/')).toHaveLength(4);
    expect(readSegment(decodeURIComponent(segment))).toBe(name);
  },
);
