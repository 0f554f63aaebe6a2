export interface ReadBody {
  readonly bytes: number;
  /** JSON as what it says, everything else as text; undefined when empty. */
  readonly body: unknown;
}

/** Reads the body of an answer to its end. JSON that cannot be read is text: a schema then says what is wrong. */
export const readBody = async (response: Response): Promise<ReadBody> => {
  const raw = await response.arrayBuffer();
  if (raw.byteLength === 0) return { bytes: 0, body: undefined };
  const text = new TextDecoder().decode(raw);
  const isJson = /\bjson\b/u.test(response.headers.get('content-type') ?? '');
  return { bytes: raw.byteLength, body: isJson ? parsed(text) : text };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
