import type { Attributes, Context, Logger } from '@opentelemetry/api';
import { attributes, events, severityNumbers, type EventKey, type Ledger } from '@sightglass/model';

/** Writes lifecycle events of one run; `common` is what all of them repeat. */
export interface Lifecycle {
  emit(event: EventKey, context: Context, own: Attributes, atMs: number): void;
}

export const createLifecycle = (logger: Logger, common: Attributes): Lifecycle => ({
  emit: (event, context, own, atMs) => {
    const { name } = events[event];
    logger.emit({
      eventName: name,
      timestamp: atMs,
      severityNumber: severityNumbers.INFO,
      severityText: 'INFO',
      body: name,
      attributes: { ...common, ...own },
      context,
    });
  },
});

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
