import type { Attributes, Context } from '@opentelemetry/api';
import { attributes, events, type EventKey, type Ledger } from '@sightglass/model';
import { encodeLogAttributes } from '../otlp/log-entry.ts';
import type { LogRecords } from '../telemetry/log-records.ts';

/** Writes lifecycle events of one run. Who is running comes from the context; `common` is what all of them repeat besides. */
export interface Lifecycle {
  emit(event: EventKey, context: Context, own: Attributes, atMs: number): void;
}

export const createLifecycle = (records: LogRecords, common: Attributes): Lifecycle => {
  const encoded = encodeLogAttributes(common);
  return {
    emit: (event, context, own, atMs) => {
      const { name } = events[event];
      records.write({ atMs, severity: 'INFO', body: name, eventName: name, context, attributes: own, encoded });
    },
  };
};

export const ledgerAttributes = (rows: Ledger): Attributes => ({
  [attributes.rowsRead]: rows.read,
  [attributes.rowsWritten]: rows.written,
  [attributes.rowsRejected]: rows.rejected,
  [attributes.rowsFiltered]: rows.filtered,
  [attributes.rowsDeduplicated]: rows.deduplicated,
  [attributes.rowsUnmatched]: rows.unmatched,
});

/** Leaves out what is undefined. */
export const present = (values: Attributes): Attributes =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
