import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRecord } from '../wire/_arbitrary.ts';
import { logsRequest } from '../wire/_sample.ts';
import { everyEventKind } from '../wire/event-kinds.ts';
import { requestTypes } from '../wire/messages.ts';
import { eventKindsOf, markerOf, scanSegment, shortKey } from './marker.ts';

const body = fc.array(logRecord, { minLength: 1, maxLength: 3 }).map((records) => Buffer.from(logsRequest(records)));
const bodies = fc.array(fc.record({ body, key: fc.uuid() }), { minLength: 1, maxLength: 6 });

const segmentOf = (parts: readonly { body: Buffer; key: string }[]): Buffer =>
  Buffer.concat(parts.flatMap((part) => [part.body, markerOf(part.body, part.key, everyEventKind)]));
const keysOf = (segment: Buffer): string[] => scanSegment(segment).bodies.map(({ key }) => key);

describe('scanSegment', () => {
  it('finds every body of a whole segment', () => {
    fc.assert(
      fc.property(bodies, (parts) => {
        const found = scanSegment(segmentOf(parts));
        expect(found.damaged).toEqual([]);
        expect(found.bodies.map(({ key }) => key)).toEqual(parts.map(({ key }) => key));
      }),
    );
  });

  it('keeps exactly the bodies written whole when the segment is cut off anywhere', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), (parts, cut) => {
        const segment = segmentOf(parts);
        const length = cut % segment.length;
        const whole = parts.filter((_, index) => segmentOf(parts.slice(0, index + 1)).length <= length);
        expect(keysOf(segment.subarray(0, length))).toEqual(whole.map(({ key }) => key));
      }),
    );
  });

  it('loses only the body whose bytes were changed', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), fc.integer({ min: 1, max: 255 }), (parts, index, flip) => {
        const hit = index % parts.length;
        const before = segmentOf(parts.slice(0, hit)).length;
        const segment = segmentOf(parts);
        const at = before + (index % (parts[hit]?.body.length ?? 1));
        segment[at] = (segment[at] ?? 0) ^ flip;
        expect(keysOf(segment)).toEqual(parts.filter((_, part) => part !== hit).map(({ key }) => key));
      }),
    );
  });

  it('is skipped by a protobuf reader: a segment still is one request', () => {
    fc.assert(
      fc.property(bodies, (parts) => {
        expect(() => requestTypes.logs.decode(segmentOf(parts))).not.toThrow();
      }),
    );
  });

  it('keeps a long idempotency key by its hash', () => {
    expect(shortKey('k'.repeat(500))).toHaveLength(64);
    expect(keysOf(segmentOf([{ body: Buffer.from(logsRequest([{}])), key: 'k'.repeat(500) }]))).toEqual([
      shortKey('k'.repeat(500)),
    ]);
  });

  it('finds which events bodies may hold, and does not where an older version wrote one of them', () => {
    const sent = Buffer.from(logsRequest([{}]));
    const parts = [0, 1, 2].map((kinds) => Buffer.concat([sent, markerOf(sent, 'key', kinds)]));
    const whole = scanSegment(Buffer.concat(parts)).bodies;
    expect(whole.map(({ key, eventKinds }) => [key, eventKinds])).toEqual([0, 1, 2].map((kinds) => ['key', kinds]));
    expect(eventKindsOf(whole)).toBe(3);
    for (const key of ['', 'key', 'ключ']) {
      const [head, keyBytes] = [markerOf(sent, '', 0).subarray(0, -1), Buffer.from(key)];
      head[2] = 8 + keyBytes.length;
      const older = scanSegment(Buffer.concat([sent, head, keyBytes, ...parts])).bodies;
      expect(older.map((found) => found.key)).toEqual([key, 'key', 'key', 'key']);
      expect([older[0]?.eventKinds, eventKindsOf(older)]).toEqual([undefined, undefined]);
    }
  });
});
