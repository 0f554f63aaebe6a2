import type { BodySchema } from '../types.ts';
import { maskedProblem } from './masked-problem.ts';

type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

const longestMessage = 300;
/** Masking more would cost more than it shows. */
const longestRead = 3_000;

/** Whether a body is what its schema says; without a schema it always is. */
export const checkBody = async <T>(schema: BodySchema<T> | undefined, body: unknown): Promise<Checked<T>> => {
  if (schema === undefined) return { ok: true, value: body as T };
  try {
    if (typeof schema === 'function') return { ok: true, value: schema(body) };
    const result = await schema['~standard'].validate(body);
    if (result.issues === undefined) return { ok: true, value: result.value };
    return refused(result.issues.map(({ message }) => message).join('; '), body);
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error), body);
  }
};

const refused = (why: string, body: unknown): Checked<never> => ({
  ok: false,
  problem: `the answer does not match its schema: ${maskedProblem(why.slice(0, longestRead), body).slice(0, longestMessage)}`,
});
