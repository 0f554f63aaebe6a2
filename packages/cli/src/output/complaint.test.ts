import { afterEach, expect, test, vi } from 'vitest';
import { complain } from './complaint.ts';

afterEach(() => vi.restoreAllMocks());

const saidOf = (error: unknown): string => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  expect(complain(error, false)).toBe(2);
  return said.mock.calls.map(([text]) => String(text)).join('\n');
};

test('what the disk refuses is not called a defect of the program, and all else is', () => {
  const message = "EROFS: read-only file system, unlink '/data/engine.pid'";
  const error = Object.assign(new Error(message), { code: 'EROFS', syscall: 'unlink' });
  expect(saidOf(error)).toBe(`sightglass: ${message}. See to the disk, its space and its rights. [EROFS]`);
  expect(saidOf(new TypeError('x is not a function'))).toContain('a defect in Sightglass itself');
});
