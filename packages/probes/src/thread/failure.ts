import type { Failure } from './progress.ts';

/** Errors wrap errors: the code that says most is the one nearest the cause, and SQL Server's is a number. */
export const failureOf = (error: unknown): Failure => {
  const chain = causesOf(error);
  const code = chain.map(codeOf).findLast((found) => found !== null) ?? null;
  const messages = chain.map(({ message }) => message).filter((message) => message !== '');
  return { code, message: messages[0] ?? code ?? String(error) };
};

type Coded = Error & { readonly number?: unknown; readonly errno?: unknown; readonly code?: unknown };

const mostCauses = 8;

const causesOf = (error: unknown): Coded[] => {
  const chain: Coded[] = [];
  for (let at: unknown = error; at instanceof Error && chain.length < mostCauses; at = innerOf(at)) chain.push(at);
  return chain;
};

const innerOf = (error: Error): unknown => (error instanceof AggregateError ? error.errors[0] : error.cause);

/** `number` is SQL Server's, `errno` MySQL's (network errors have a negative one), `code` everybody else's. */
const codeOf = ({ number, errno, code }: Coded): string | null => {
  if (typeof number === 'number') return String(number);
  if (typeof errno === 'number' && errno > 0) return String(errno);
  return typeof code === 'string' ? code : null;
};
