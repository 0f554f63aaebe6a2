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

/** Reads the body of an answer to its end, or until it is longer than it may be. JSON that cannot be read is text, and a problem. */
export const readBody = async (response: Response, mostBytes: number): Promise<ReadBody> => {
  const { bytes, raw } = await rawOf(response, mostBytes);
  if (raw === undefined) return { bytes, body: undefined, problem: tooLong(mostBytes), isCut: true };
  if (bytes === 0) return { bytes, body: undefined };
  const type = response.headers.get('content-type') ?? '';
  if (!/\bjson\b/iu.test(type)) return { bytes, body: textOf(raw, type) };
  const text = new TextDecoder().decode(raw);
  try {
    return { bytes, body: JSON.parse(text) as unknown };
  } catch {
    return { bytes, body: text, problem: `the answer calls itself JSON and is none; it ends after ${bytes} bytes` };
  }
};

const tooLong = (mostBytes: number): string =>
  `the answer is longer than ${formatBytes(mostBytes)}; policy.mostBodyBytes is the limit`;

/** Undefined when it is too long; the rest is then not read. */
const rawOf = async (response: Response, mostBytes: number): Promise<{ bytes: number; raw: Buffer | undefined }> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) return { bytes, raw: undefined };
    chunks.push(chunk);
  }
  return { bytes, raw: Buffer.concat(chunks) };
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
