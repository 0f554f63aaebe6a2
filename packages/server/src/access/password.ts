import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane. */
const now = { memoryKiB: 19_456, passes: 2, lanes: 1 } as const;
const tagBytes = 32;
const saltBytes = 16;

interface Costs {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** A hash with its costs and salt, in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(saltBytes);
  const tag = await tagOf(password, salt, now);
  return `$argon2id$v=19$m=${now.memoryKiB},t=${now.passes},p=${now.lanes}$${unpadded(salt)}$${unpadded(tag)}`;
};

/** Whether the password is the one of the hash. A hash that cannot be read is refused with an error: it is damage, not a wrong password. */
export const isPassword = async (password: string, hash: string): Promise<boolean> => {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (match === null) throw new TypeError('a stored hash of a password is not in the PHC string format of argon2id');
  const [, memoryKiB, passes, lanes, salt, tag] = match as unknown as [string, string, string, string, string, string];
  const costs = { memoryKiB: Number(memoryKiB), passes: Number(passes), lanes: Number(lanes) };
  const expected = Buffer.from(tag, 'base64');
  const found = await tagOf(password, Buffer.from(salt, 'base64'), costs, expected.length);
  return timingSafeEqual(found, expected);
};

/** Takes as long as `isPassword`, for a name that nobody has: whether an account exists is not to be seen by the time of the answer. */
export const wastePasswordTime = async (password: string): Promise<false> => {
  await tagOf(password, Buffer.alloc(saltBytes), now);
  return false;
};

/** Unicode forms of one password are one: a keyboard decides which is typed (NIST SP 800-63B, 3.1.1.2). */
const tagOf = (
  password: string,
  nonce: Buffer,
  { memoryKiB, passes, lanes }: Costs,
  length = tagBytes,
): Promise<Buffer> =>
  derive('argon2id', {
    message: Buffer.from(password.normalize('NFKC')),
    nonce,
    parallelism: lanes,
    tagLength: length,
    memory: memoryKiB,
    passes,
  });

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
