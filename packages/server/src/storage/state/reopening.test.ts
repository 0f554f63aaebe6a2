import { expect, test } from 'vitest';
import { createReopening } from './reopening.ts';

const unwritable =
  'could not write to log file "000000010000000000000001" at offset 7602176, length 8192: Read-only file system';

/** Databases of which the first fails as PGlite does on a disk that has become read-only; after that it would never answer. */
const start = () => {
  const asked: string[] = [];
  let isWritable = false;
  let clockMs = 0;
  let opened = 0;
  const databaseOf = (name: string) => ({
    query: async (text: string) => {
      asked.push(`${name}: ${text}`);
      if (text === 'write' && !isWritable) throw new Error(unwritable);
      if (text === 'wrong') throw new Error('column "x" does not exist');
      return name;
    },
    close: async () => void asked.push(`${name} closed`),
  });
  const state = createReopening(databaseOf('first'), {
    open: async () => databaseOf(`next ${(opened += 1)}`),
    isWritable: async () => isWritable,
    nowMs: () => clockMs,
  });
  const query = (text: string) => state.use((database) => database.query(text)).catch((error: Error) => error.message);
  const mend = () => {
    isWritable = true;
    clockMs += 1_000;
  };
  return {
    state,
    query,
    asked,
    mend,
    pass: (ms: number) => void (clockMs += ms),
    spoil: () => void (isWritable = false),
  };
};

test('a database whose log could not be written is given nothing more, and opened anew when its folder takes files', async () => {
  const { state, query, asked, mend } = start();
  const together = [query('wrong'), query('write'), query('read'), query('write')];
  expect(await Promise.all(together)).toEqual(['column "x" does not exist', unwritable, unwritable, unwritable]);
  expect(asked).toEqual(['first: wrong', 'first: write']);
  mend();
  expect([await query('read'), await query('write')]).toEqual(['next 1', 'next 1']);
  await state[Symbol.asyncDispose]();
  expect(asked.at(-1)).toBe('next 1 closed');
});

test('one that fails again soon is opened less and less often', async () => {
  const { query, mend, spoil, pass } = start();
  await query('write');
  mend();
  expect(await query('read')).toBe('next 1');
  spoil();
  await query('write');
  mend();
  expect(await query('read')).toBe(unwritable);
  pass(1_000);
  expect(await query('read')).toBe('next 2');
});

test('one that cannot be used is not closed either: that would write, too', async () => {
  const { state, query, asked } = start();
  await query('write');
  await state[Symbol.asyncDispose]();
  expect(asked).toEqual(['first: write']);
});
