import { validateHeaderName, validateHeaderValue } from 'node:http';
import { z } from 'zod';

const isTaken = (validate: () => void): boolean => {
  try {
    validate();
    return true;
  } catch {
    return false;
  }
};

/** Headers of a request, as Node sends them. */
export const headers = z
  .record(
    z.string().refine((name) => isTaken(() => validateHeaderName(name))),
    z.string().refine((value) => isTaken(() => validateHeaderValue('x', value)), {
      error: 'cannot be sent: it holds a line break or another character that no header may hold',
    }),
    { error: ({ code }) => (code === 'invalid_key' ? 'is not a name of a header' : undefined) },
  )
  .default({})
  .describe('`${NAME}` is replaced by an environment variable, `env:NAME` for one that holds all of it');
