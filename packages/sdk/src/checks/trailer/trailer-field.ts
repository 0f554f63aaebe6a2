import { type Dialect } from '../csv/dialect.ts';
import { splitRecord } from '../csv/split-record.ts';
import { exactObject, exactText } from '../jsonl/exact-json.ts';

export interface TrailerLayout {
  readonly type: 'csv' | 'jsonl' | 'parquet';
  readonly dialect: Dialect;
  readonly header: { readonly names: readonly string[] };
}

/** A field of a trailer: by its number from 1, or by the name of its column or key; undefined when it has none. */
export const trailerField = (text: string, field: number | string, layout: TrailerLayout): string | undefined => {
  const object = layout.type === 'csv' ? undefined : exactObject(text);
  if (object !== undefined) {
    const value: unknown = typeof field === 'string' ? object[field] : Object.values(object)[field - 1];
    return value === undefined ? undefined : exactText(value);
  }
  const bytes = Buffer.from(text);
  const { fields } = splitRecord(bytes, 0, { ...layout.dialect, ownFields: 0 });
  const index = typeof field === 'number' ? field - 1 : layout.header.names.indexOf(field);
  return fields[index]?.trim();
};
