export interface ReadBody {
  readonly bytes: number;
  /** JSON as what it says, everything else as text; undefined when empty. */
  readonly body: unknown;
  /** Why it is not what it calls itself. */
  readonly problem?: string;
}

/** Reads the body of an answer to its end. JSON that cannot be read is text, and a problem. */
export const readBody = async (response: Response): Promise<ReadBody> => {
  const raw = await response.arrayBuffer();
  const bytes = raw.byteLength;
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

/** JSON is UTF-8 always; of other text its type may say something else. */
const textOf = (raw: ArrayBuffer, type: string): string => {
  const label = /;\s*charset="?([^";\s]+)/iu.exec(type)?.[1];
  try {
    return new TextDecoder(label).decode(raw);
  } catch {
    return new TextDecoder().decode(raw);
  }
};
