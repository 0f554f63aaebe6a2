import * as zlib from 'node:zlib';

const polynomial = 0xedb88320;

const createTable = (): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest & 1) === 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    return rest;
  });

let table: Uint32Array | undefined;

/** The CRC-32 of zlib and gzip, in plain JavaScript. `before`: that of the bytes before these. */
export const plainCrc32 = (bytes: Uint8Array, before = 0): number => {
  table ??= createTable();
  let rest = before ^ 0xffff_ffff;
  for (const byte of bytes) rest = (table[(rest ^ byte) & 0xff] as number) ^ (rest >>> 8);
  return (rest ^ 0xffff_ffff) >>> 0;
};

/** Node has it from 22.2 on. */
export const crc32: (bytes: Uint8Array, before?: number) => number = (zlib as Partial<typeof zlib>).crc32 ?? plainCrc32;
