import type { BodySchema } from '../types.ts';

type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

const longestMessage = 300;

/** Whether a body is what its schema says; without a schema it always is. */
export const checkBody = async <T>(schema: BodySchema<T> | undefined, body: unknown): Promise<Checked<T>> => {
  if (schema === undefined) return { ok: true, value: body as T };
  try {
    if (typeof schema === 'function') return { ok: true, value: schema(body) };
    const result = await schema['~standard'].validate(body);
    if (result.issues === undefined) return { ok: true, value: result.value };
    return refused(result.issues.map(({ message }) => message).join('; '));
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
};

const refused = (why: string): Checked<never> => ({
  ok: false,
  problem: `the answer does not match its schema: ${why.slice(0, longestMessage)}`,
});
