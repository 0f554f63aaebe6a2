import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWireWriter, type WireWriter } from './wire-writer.ts';

type Step = (writer: WireWriter) => void;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.nat(500).map(
    (field): Step =>
      (writer) =>
        writer.tag(field + 1, 2),
  ),
  fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n).map(
    (value): Step =>
      (writer) =>
        writer.varint(value),
  ),
  fc.nat().map(
    (value): Step =>
      (writer) =>
        writer.fixed32(value),
  ),
  fc.bigInt(0n, 2n ** 64n - 1n).map(
    (value): Step =>
      (writer) =>
        writer.fixed64(value),
  ),
  fc.double().map(
    (value): Step =>
      (writer) =>
        writer.double(value),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }).map(
    (value): Step =>
      (writer) =>
        writer.text(value),
  ),
  fc.uint8Array({ maxLength: 30 }).map(
    (value): Step =>
      (writer) =>
        writer.bytes(value),
  ),
);

const written = (steps: readonly Step[], likelyBytes: number): Uint8Array => {
  const writer = createWireWriter(likelyBytes);
  const opened = writer.open();
  for (const each of steps) each(writer);
  writer.close(opened);
  return writer.finish();
};

test('what is written is the same wherever the room ends and grows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 64, max: 96 }), (steps, likelyBytes) => {
      expect(written(steps, likelyBytes)).toEqual(written(steps, 65_536));
    }),
    { numRuns: 1_000 },
  );
});
