import { encodeAttributeName, type AttributeName } from '@sightglass/sdk/telemetry';
import { jsonFields, type FieldRole, type JsonField } from '../json-fields.ts';
import type { Level } from '../severity-word.ts';

/** What the values of a JSON line of one shape are for its record, by their place in the line; -1 where there is none. */
export interface JsonPlan {
  /** Without one the whole line is the message. */
  readonly message: number;
  readonly severity: number;
  readonly severityField: JsonField | undefined;
  readonly time: number;
  readonly names: readonly AttributeName[];
  /** 1 where a value that is not null has to be read as an exception is. */
  readonly isException: Uint8Array;
  /** Levels that were read, by how they are written. */
  readonly levels: Map<string, Level>;
  latestLevel: { readonly written: Uint8Array; readonly kind: number; readonly level: Level } | undefined;
}

const longestPath = 256;

/**
 * The plan for lines with these values; undefined where a record of them needs more than their values one by one. `isOurs`: names that
 * only we give.
 */
export const planJson = (paths: readonly string[], isOurs: (name: string) => boolean): JsonPlan | undefined => {
  if (paths.some((path) => path.length > longestPath || isOurs(path))) return undefined;
  const has = (path: string): boolean => paths.includes(path);
  const isLedger = (has('read') || has('rows_read')) && (has('written') || has('rows_written'));
  const placesOf = (role: FieldRole): number[] =>
    paths.flatMap((path, place) => (jsonFields.get(path)?.role === role ? [place] : []));
  const firstOf = (role: FieldRole): number =>
    placesOf(role).reduce(
      (best, place) => (best >= 0 && rankOf(paths[best]) < rankOf(paths[place]) ? best : place),
      -1,
    );
  const message = firstOf('message');
  const severity = firstOf('severity');
  const hasContext = placesOf('traceId').length > 0 && placesOf('spanId').length > 0;
  const isTemplate = jsonFields.get(paths[message] ?? '')?.valuesBelow !== undefined;
  if (isTemplate || isLedger || hasContext || has('record.exception.type')) return undefined;
  return {
    message,
    severity,
    severityField: jsonFields.get(paths[severity] ?? ''),
    time: firstOf('time'),
    names: paths.map(encodeAttributeName),
    isException: Uint8Array.from(paths, (path) =>
      jsonFields.get(path)?.role.startsWith('exception') === true ? 1 : 0,
    ),
    levels: new Map(),
    latestLevel: undefined,
  };
};

const rankOf = (path: string | undefined): number => jsonFields.get(path ?? '')?.rank ?? Infinity;
