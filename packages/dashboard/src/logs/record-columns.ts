import type { LogRecord } from '@sightglass/model/rest';

/** So many columns stand beside the message. */
export const mostColumns = 8;

/** Keys of attributes as an address holds them: by commas, each once. Pure. */
export const columnsIn = (listed: string | undefined): string[] =>
  [...new Set((listed ?? '').split(',').map((key) => key.trim()))].filter(Boolean).slice(0, mostColumns);

/** The same with a key more, or without it; undefined when none is left. */
export const withColumn = (listed: string | undefined, key: string): string | undefined => {
  const columns = columnsIn(listed);
  const next = columns.includes(key) ? columns.filter((one) => one !== key) : [...columns, ...columnsIn(key)];
  return next.slice(0, mostColumns).join(',') || undefined;
};

/** What a record has under a key, of its own or of its program; empty where it has nothing. */
export const columnOf = ({ attributes, resource }: Pick<LogRecord, 'attributes' | 'resource'>, key: string): string =>
  attributes[key] ?? resource[key] ?? '';
