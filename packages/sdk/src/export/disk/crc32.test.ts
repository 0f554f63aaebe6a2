import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainCrc32 } from './crc32.ts';

it('is the same where Node has none', () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(plainCrc32(bytes)).toBe(zlibCrc32(bytes));
      expect(plainCrc32(bytes, plainCrc32(bytes))).toBe(zlibCrc32(bytes, zlibCrc32(bytes)));
    }),
  ));
