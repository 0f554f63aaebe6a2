import { formatBytes } from '@sightglass/model';

export interface ReadBody {
  readonly bytes: number;
  /** JSON as what it says, everything else as text; undefined when empty. */
  readonly body: unknown;
  /** Why it is not what it calls itself, or not all that was sent. */
  readonly problem?: string;
  /** It is longer than it may be, and nothing of it is kept. */
  readonly isCut?: true;
}

/** Bytes of an answer as they came, read to the end or until they are more than may be. */
export interface RawBody {
  readonly bytes: number;
  /** Undefined when there are too many. */
  readonly raw: Buffer | undefined;
  readonly type: string;
}

/** What a body says, made anew each time. JSON that cannot be read is text, and a problem. */
export const bodyOf = ({ bytes, raw, type }: RawBody, mostBytes: number): ReadBody => {
  if (raw === undefined) return { bytes, body: undefined, problem: tooLong(mostBytes), isCut: true };
  if (bytes === 0) return { bytes, body: undefined };
  if (!isJson(type)) return { bytes, body: textOf(raw, type) };
  const text = new TextDecoder().decode(raw);
  try {
    return { bytes, body: JSON.parse(text) as unknown };
  } catch {
    return { bytes, body: text, problem: `the answer calls itself JSON and is none; it ends after ${bytes} bytes` };
  }
};

export const isJson = (type: string): boolean => /\bjson\b/iu.test(type);

const tooLong = (mostBytes: number): string =>
  `the answer is longer than ${formatBytes(mostBytes)}; policy.mostBodyBytes is the limit`;

/** The rest of a body that is too long is not read. */
export const readRaw = async (response: Response, mostBytes: number): Promise<RawBody> => {
  const type = response.headers.get('content-type') ?? '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) return { bytes, raw: undefined, type };
    chunks.push(chunk);
  }
  return { bytes, raw: Buffer.concat(chunks), type };
};

/** JSON is UTF-8 always; of other text its type may say something else. */
const textOf = (raw: Uint8Array, type: string): string => {
  const label = /;\s*charset="?([^";\s]+)/iu.exec(type)?.[1];
  try {
    return new TextDecoder(label).decode(raw);
  } catch {
    return new TextDecoder().decode(raw);
  }
};
