import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const secretBytes = 24;
const alphabet = /^[A-Za-z0-9_-]+$/;

/** What a token is for; it is the second part of its prefix, so that a scanner of secrets knows what it found. */
export type TokenKind = 'api' | 'ingest' | 'share';

/**
 * A new token: `sg_<kind>_<32 characters><6 of a checksum>`. The checksum tells a scanner, without asking the server, a token from a text that looks
 * like one.
 */
export const newToken = (kind: TokenKind): string => {
  const secret = randomBytes(secretBytes).toString('base64url');
  return `sg_${kind}_${secret}${checksumOf(secret)}`;
};

/** Whether `text` has the form of a token and its checksum holds. */
export const looksLikeToken = (text: string): boolean => {
  const [, rest] = /^sg_(?:api|ingest|share)_(.{38})$/s.exec(text) ?? [];
  if (rest === undefined || !alphabet.test(rest)) return false;
  return rest.slice(32) === checksumOf(rest.slice(0, 32));
};

/** What is stored of a token, a session or a link: SHA-256 in hexadecimal. They are random, so no salt and no slow hash is needed. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The secret of a session or a one-time link: 192 random bits. */
export const newSecret = (): string => randomBytes(secretBytes).toString('base64url');

const checksumOf = (secret: string): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(secret));
  return bytes.toString('base64url');
};
