import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { inputMessages } from '../config/input-messages.ts';

/** Input of a request that its schema does not allow; one message for each part of it. */
export class InvalidInputError extends Error {
  readonly code = 'PARAMETER_INVALID';
  readonly statusCode = 400;
  readonly errors: readonly { path: string; message: string }[];
  constructor(error: z.ZodError) {
    const messages = Map.groupBy(error.issues, ({ path }) => path.join('.'));
    const errors = [...messages].map(([path, [issue]]) => ({ path, message: issue?.message ?? 'is not valid' }));
    super(errors.map(({ path, message }) => `${path}: ${message}`).join('; '), { cause: error });
    this.errors = errors;
  }
}

export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (given: unknown) => {
    const parsed = schema.safeParse(given, { error: inputMessages(given) });
    return parsed.success ? { value: parsed.data } : { error: new InvalidInputError(parsed.error) };
  };
