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
  if (isStream(body)) throw refused('', nameOf(body), 'cannot be sent again when a call is repeated');
  try {
    const text: unknown = JSON.stringify(
      body,
      function (this: Readonly<Record<string, unknown>>, name, value: unknown) {
        const kind = lostKind(this[name], value);
        if (kind !== undefined) throw refused(name, kind, 'JSON does not hold');
        return value;
      },
    );
    if (typeof text === 'string') return text;
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('body')) throw error;
    throw new TypeError(`body cannot be sent as JSON: ${(error as Error).message}`, { cause: error });
  }
  throw refused('', nameOf(body), 'JSON does not hold');
};

const refused = (at: string, kind: string, why: string): TypeError =>
  new TypeError(
    `body${at === '' ? '' : `: "${at}"`} is a ${kind}, which ${why}; give plain data, text, bytes or URLSearchParams`,
  );

/** What can be read only once. */
const isStream = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  ('pipe' in body ||
    'getReader' in body ||
    Symbol.asyncIterator in body ||
    (Symbol.iterator in body && 'next' in body));

/** What JSON would silently leave out or make null of: `given` as the data has it, `value` as its `toJSON` has it. */
const lostKind = (given: unknown, value: unknown): string | undefined => {
  if (typeof value === 'number' && !Number.isFinite(value)) return `number that is ${value}`;
  if (given instanceof Date && value === null) return 'Date that is no time';
  if (typeof value === 'function' || typeof value === 'symbol' || isLost(value)) return nameOf(value);
  return undefined;
};

/** What JSON would silently make `{}` or numbered bytes of: objects that are more than their own properties, and have none. */
const isLost = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (ArrayBuffer.isView(value) || isStream(value)) return true;
  return !isPlain(value) && !isBoxed(value) && Object.keys(value).length === 0;
};

/** Also one of another realm. */
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const isBoxed = (value: object): boolean =>
  value instanceof String || value instanceof Number || value instanceof Boolean;

const nameOf = (value: unknown): string =>
  (Object(value) as { constructor?: { name?: string } }).constructor?.name ||
  Object.prototype.toString.call(value).slice(8, -1);
