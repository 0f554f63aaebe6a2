import type { z } from 'zod';

/** Raised for a cursor this server did not give out. */
export class CursorError extends Error {
  readonly code = 'CURSOR_INVALID';
  readonly statusCode = 400;
  readonly errors: readonly { path: string; message: string }[];
  constructor() {
    const message =
      'The cursor is not one this server gave out here. Pass `nextCursor` back unchanged, or leave it out to start over.';
    super(message);
    this.errors = [{ path: 'cursor', message }];
  }
}

/** Cursors are opaque outside: a JSON array in base64url. */
export const encodeCursor = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Raises CursorError. */
export const decodeCursor = <Parts extends z.ZodType>(cursor: string, parts: Parts): z.output<Parts> => {
  const parsed = parts.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) throw new CursorError();
  return parsed.data;
};

const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};
