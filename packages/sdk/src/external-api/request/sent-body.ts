/** A body as it goes over the wire, as often as the call is repeated. */
export interface SentBody {
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** What it is, where the program does not say. */
  readonly contentType: string;
}

/**
 * Data as JSON; bytes and forms as they are, and text when `contentType` says that it is something else than JSON. Raises TypeError for
 * what would be lost or cannot be sent twice.
 */
export const sentBodyOf = (body: unknown, contentType: string | undefined): SentBody => {
  if (body instanceof Uint8Array) return { body: new Uint8Array(body), contentType: 'application/octet-stream' };
  if (body instanceof URLSearchParams) {
    return { body: String(body), contentType: 'application/x-www-form-urlencoded' };
  }
  if (typeof body === 'string' && contentType !== undefined && !/\bjson\b/iu.test(contentType)) {
    return { body, contentType };
  }
  return { body: asJson(body), contentType: 'application/json' };
};

const asJson = (body: unknown): string => {
  const kind = kindOf(body);
  if (lost.has(kind)) {
    const why = kind === 'ReadableStream' ? 'cannot be sent again when a call is repeated' : 'JSON does not hold';
    throw new TypeError(`body is a ${kind}, which ${why}; give plain data, text, bytes or URLSearchParams`);
  }
  try {
    return JSON.stringify(body);
  } catch (error) {
    throw new TypeError(`body cannot be sent as JSON: ${(error as Error).message}`, { cause: error });
  }
};

/** What JSON would silently make `{}` or nothing of. */
const lost: ReadonlySet<string> = new Set([
  'ReadableStream',
  'Readable',
  'FormData',
  'Blob',
  'File',
  'ArrayBuffer',
  'Map',
  'Set',
  'Function',
  'AsyncFunction',
  'Symbol',
]);

const kindOf = (body: unknown): string => {
  if (typeof body === 'object' && body !== null && 'pipe' in body) return 'ReadableStream';
  return Object(body).constructor?.name ?? '';
};
