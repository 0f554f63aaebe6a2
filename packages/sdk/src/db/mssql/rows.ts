import { errorMonitor } from 'node:events';
import type { Statement } from '../statement/describe.ts';
import type { MssqlRequest } from './types.ts';

/** What a request handed on, and the counts its statements ended with: of rows that were read, or changed, or both. */
export interface RowCounts {
  readonly returned: number;
  /** Undefined where the driver does not tell. */
  readonly counted: number | undefined;
  /** How many statements were counted. */
  readonly counts: number;
}

/** A promise gives recordsets and counts, a callback recordsets only, a bulk load one count. */
export const countsOf = (result: unknown): RowCounts => {
  const { recordsets, rowsAffected } = (Array.isArray(result) ? { recordsets: result } : Object(result)) as {
    recordsets?: readonly { readonly length: number }[];
    rowsAffected?: number | readonly number[];
  };
  const counts = rowsAffected === undefined ? [] : [rowsAffected].flat();
  return {
    returned: (Array.isArray(recordsets) ? recordsets : []).reduce((sum, { length }) => sum + length, 0),
    counted: counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0),
    counts: counts.length,
  };
};

const onlyChanges = /^(?:INSERT|UPDATE|DELETE|MERGE)/;

/** A SELECT counts the rows it returned, which are no rows affected; what it has counted beyond them it wrote (INTO). */
export const rowsOf = (
  { operation }: Statement,
  { returned, counted }: Pick<RowCounts, 'returned' | 'counted'>,
): { readonly returned: number; readonly affected: number | undefined } => {
  if (counted === undefined || onlyChanges.test(operation)) return { returned, affected: counted };
  const written = Math.max(0, counted - returned);
  return { returned, affected: written === 0 && !operation.startsWith('EXEC') ? undefined : written };
};

/** A request that streams tells of rows, counts and errors by events only, and ends as if it had gone well. */
export const watchStream = (request: MssqlRequest) => {
  let returned = 0;
  let counted: number | undefined;
  let counts = 0;
  let failure: unknown;
  const listeners: Readonly<Record<string | symbol, (value?: unknown) => void>> = {
    row: () => (returned += 1),
    rowsaffected: (count) => {
      counted = (counted ?? 0) + Number(count);
      counts += 1;
    },
    [errorMonitor]: (error) => (failure = error),
  };
  for (const name of Reflect.ownKeys(listeners)) request.on?.(name, listeners[name] ?? ignore);
  const stop = (): void => {
    for (const name of Reflect.ownKeys(listeners)) request.removeListener?.(name, listeners[name] ?? ignore);
  };
  return {
    counts: (): RowCounts => {
      stop();
      return { returned, counted, counts };
    },
    /** Who cancels a request has read enough. */
    error: (): unknown => ((failure as { code?: unknown } | undefined)?.code === 'ECANCEL' ? undefined : failure),
  };
};

const ignore = (): void => undefined;
