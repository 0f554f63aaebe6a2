/** Tags of the fields on the way: `Request.resource_x`, its `resource`, and the `attributes` of that, all of number 1 and of length-delimited type. */
const firstField = 0x0a;
const valueField = 0x12;
const mostAttributes = 64;
const longestName = 200;
const keyName = Buffer.from('service.name');

/** `service.name` of the first resource of a protobuf export request that `checkWire` has found sound; "" where it has none, or not at its usual place. */
export const firstServiceOf = (body: Uint8Array): string => {
  const at = { place: 0 };
  if (body[at.place++] !== firstField) return '';
  lengthAt(body, at);
  if (body[at.place++] !== firstField) return '';
  const resourceBytes = lengthAt(body, at); // in this order: a resource cannot end before it begins
  const end = resourceBytes + at.place;
  for (let tried = 0; tried < mostAttributes && at.place < end && body[at.place++] === firstField; tried++) {
    const bytes = lengthAt(body, at);
    const from = at.place;
    at.place += bytes;
    if (isServiceName(body, from)) return textOf(body, from + 2 + keyName.length);
  }
  return '';
};

const isServiceName = (body: Uint8Array, from: number): boolean => {
  if (body[from] !== firstField || body[from + 1] !== keyName.length) return false;
  for (let index = 0; index < keyName.length; index++) if (body[from + 2 + index] !== keyName[index]) return false;
  return true;
};

/** The text of the `AnyValue` that begins here. */
const textOf = (body: Uint8Array, place: number): string => {
  const at = { place };
  if (body[at.place++] !== valueField) return '';
  lengthAt(body, at);
  if (body[at.place++] !== firstField) return '';
  const bytes = lengthAt(body, at);
  const end = at.place + Math.min(bytes, longestName);
  return Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8', at.place, end);
};

/** A varint of up to 28 bits: no body is longer. */
const lengthAt = (body: Uint8Array, at: { place: number }): number => {
  let length = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = body[at.place++] ?? 0;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return length;
};
