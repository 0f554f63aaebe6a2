import type { Attributes, Context } from '@opentelemetry/api';
import { attributes, events, type EventKey, type Ledger, type RunLedger } from '@sightglass/model';
import { encodeLogAttributes } from '../../otlp/log-record.ts';
import type { LogRecords } from '../../telemetry/log-records.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import { eventSeverity } from './event-severity.ts';
import { eventWords, type EventSubject } from './event-words.ts';

/** Writes lifecycle events of one run. Who is running comes from the context; `common` is what all of them repeat besides. */
export interface Lifecycle {
  emit(event: EventKey, context: Context, own: Attributes, atMs: number, subject?: Omit<EventSubject, 'stage'>): void;
}

export const createLifecycle = (records: LogRecords, common: Attributes): Lifecycle => {
  const encoded = encodeLogAttributes(common);
  return {
    emit: (event, context, own, atMs, subject) => {
      const stage = runScopeOf(context)?.stage?.name ?? nameIn(own);
      records.write({
        atMs,
        severity: eventSeverity(event, own),
        body: eventWords(event, own, subject === undefined ? { stage } : { stage, ...subject }),
        eventName: events[event].name,
        context,
        attributes: own,
        encoded,
      });
      if (event === 'runStarted') records.cutSoon();
    },
  };
};

const nameIn = (own: Attributes): string | undefined => {
  const name = own[attributes.stageName];
  return typeof name === 'string' ? name : undefined;
};

export const unexplainedAttributes = ({ unexplained }: Pick<RunLedger, 'unexplained'>): Attributes => ({
  [attributes.runRowsVanished]: unexplained.missing,
  [attributes.runRowsAppeared]: unexplained.extra,
});

/** Of the ways by which rows leave a stage those that none has taken are not mentioned: absent says 0. Without any of these nobody has counted. */
export const ledgerAttributes = (rows: Ledger): Attributes => {
  const counts: Attributes = { [attributes.rowsRead]: rows.read, [attributes.rowsWritten]: rows.written };
  if (rows.rejected > 0) counts[attributes.rowsRejected] = rows.rejected;
  if (rows.filtered > 0) counts[attributes.rowsFiltered] = rows.filtered;
  if (rows.deduplicated > 0) counts[attributes.rowsDeduplicated] = rows.deduplicated;
  if (rows.unmatched > 0) counts[attributes.rowsUnmatched] = rows.unmatched;
  return counts;
};

/** Leaves out what is undefined. */
export const present = (values: Attributes): Attributes =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
