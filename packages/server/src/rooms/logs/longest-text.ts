import type { LogRecord } from '@sightglass/model/rest';

/** Of a body or an attribute, in bytes, as lists and the live tail show it. */
export const longestTextBytes = 65_536;

/** A record whose long texts are cut, as the live tail shows it; lists are cut by the engine (`facts-record.ts`). */
export const shortened = (record: LogRecord): LogRecord => {
  const { body, attributes, resource } = record;
  const texts = [body, ...Object.values(attributes), ...Object.values(resource)];
  if (!texts.some((text) => text.length > longestTextBytes / 3 && Buffer.byteLength(text) > longestTextBytes))
    return record;
  return {
    ...record,
    body: cut(body),
    attributes: cutAll(attributes),
    resource: cutAll(resource),
    truncated: { bodyBytes: Buffer.byteLength(body), whole: null },
  };
};

/** Of the texts of these records, as people wrote them. */
export const textBytesOf = (records: readonly Pick<LogRecord, 'body' | 'attributes' | 'resource'>[]): number =>
  records
    .flatMap(({ body, attributes, resource }) => [body, ...Object.values(attributes), ...Object.values(resource)])
    .reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);

const cutAll = (map: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(map).map(([key, text]) => [key, cut(text)]));

const cut = (text: string): string =>
  text.length <= longestTextBytes / 3 ? text : withoutHalf(Buffer.from(text).subarray(0, longestTextBytes).toString());

/** Without the rest of a character that the cut went through. */
export const withoutHalf = (text: string): string => text.replace(/\uFFFD+$/u, '');
