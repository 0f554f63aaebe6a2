import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { memoryIn } from '../../state/memory.ts';
import type { StateStore } from '../../state/state-store.ts';

const leastBytes = 16;
const name = 'privacy.hash_key';

export class HashKeyError extends Error {
  readonly code = 'HASH_KEY_UNUSABLE';
}

/** The key of `hash`: of the file, without blanks around it, or one of the state, made at the first start. Raises HashKeyError. */
export const hashKeyOf = async (file: string | undefined, state: Pick<StateStore, 'query'>): Promise<string> => {
  if (file !== undefined) return readKey(file);
  const memory = memoryIn<string>(state);
  const kept = await memory.recall(name);
  if (kept !== undefined) return kept;
  const made = randomBytes(32).toString('base64url');
  await memory.remember(name, made);
  return (await memory.recall(name)) ?? made;
};

/** Raises HashKeyError. */
export const readKey = async (file: string): Promise<string> => {
  const key = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    (error: unknown) => {
      throw new HashKeyError(`The key of privacy.keyFile cannot be read from "${file}": ${String(error)}.`, {
        cause: error,
      });
    },
  );
  if (Buffer.byteLength(key) < leastBytes)
    throw new HashKeyError(`The key in "${file}" (privacy.keyFile) is shorter than ${leastBytes} bytes.`);
  return key;
};
