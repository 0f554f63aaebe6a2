import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { StateStore } from '../../storage/state/state-store.ts';

const name = 'access/key';
const keyBytes = 32;

/** What only servers of this state can compute. */
export interface ServerKey {
  /** A keyed hash in base64url: the same for the same text, and of no use to who guesses texts without the key. */
  hash(purpose: string, text: string): Promise<string>;
  isHash(purpose: string, text: string, hash: string): Promise<boolean>;
}

/** The key is made once for all servers that share the state. */
export const serverKeyIn = (state: Pick<StateStore, 'query'>): ServerKey => {
  let known: Buffer | undefined;
  const key = async (): Promise<Buffer> => {
    if (known !== undefined) return known;
    await state.query('INSERT INTO settings (name, value) VALUES ($1, $2::jsonb) ON CONFLICT (name) DO NOTHING', [
      name,
      JSON.stringify(randomBytes(keyBytes).toString('base64url')),
    ]);
    const [row] = await state.query<{ value: string }>('SELECT value FROM settings WHERE name = $1', [name]);
    const read = Buffer.from(row?.value ?? '', 'base64url');
    if (read.length !== keyBytes)
      throw new TypeError(`the setting "${name}" of the state is no key of ${keyBytes} bytes`);
    known = read;
    return read;
  };
  const hash = async (purpose: string, text: string): Promise<string> =>
    createHmac('sha256', await key())
      .update(`${purpose}\0${text}`)
      .digest('base64url');
  return {
    hash,
    async isHash(purpose, text, given) {
      const expected = Buffer.from(await hash(purpose, text));
      const shown = Buffer.from(given);
      return shown.length === expected.length && timingSafeEqual(shown, expected);
    },
  };
};
