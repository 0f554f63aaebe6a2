import { attributes, type AttributeKey, events, severityNumbers } from '@sightglass/model';
import { requestTypes } from '../../otlp/messages.ts';
import { problemWords } from './problem.ts';
import type { RowReading, RowResult } from './read-row.ts';
import type { AuditEvent } from './row-events.ts';

type Said = Readonly<Record<string, string | number>>;
type Teller = Pick<RowReading, 'pipeline' | 'host' | 'version'>;

/** The export request of what a row says: its events as if the pipeline had sent them, and what cannot be read as warnings. */
export const requestOf = (
  source: { readonly name: string; readonly table: string },
  { reading, problems }: RowResult,
  rowEvents: readonly AuditEvent[],
  place: { readonly cursor: string; readonly nowMs: number },
): Uint8Array => {
  const where: Said = { 'sightglass.audit_table': source.name, 'sightglass.audit_table.position': place.cursor };
  const told = rowEvents.map((event) => ({
    timeUnixNano: nanosOf(event.atMs),
    severityNumber: event.severityNumber,
    eventName: events[event.key].name,
    body: { stringValue: event.body },
    attributes: keyValues({ ...named(event.values), ...where }),
  }));
  const warnings = problems.map((problem) => ({
    timeUnixNano: nanosOf(place.nowMs),
    severityNumber: severityNumbers.WARN,
    body: { stringValue: `A row of ${source.table} (at ${place.cursor}) cannot be read: ${problemWords(problem)}` },
    attributes: keyValues({
      ...where,
      ...(reading !== undefined && named({ runId: reading.runId, pipelineName: reading.pipeline })),
    }),
  }));
  return encode(resourceOf(reading), [...told, ...warnings]);
};

const encode = (resource: Said, logRecords: readonly object[]): Uint8Array => {
  const type = requestTypes.logs;
  const scopeLogs = [{ scope: { name: 'sightglass.audit-table' }, logRecords }];
  return type
    .encode(type.fromObject({ resourceLogs: [{ resource: { attributes: keyValues(resource) }, scopeLogs }] }))
    .finish();
};

const resourceOf = (reading: Teller | undefined): Said => ({
  ...named({ serviceName: reading?.pipeline ?? 'sightglass' }),
  ...(reading?.host && named({ hostName: reading.host })),
  ...(reading?.version && named({ serviceVersion: reading.version })),
});

const named = (values: Partial<Record<AttributeKey, string | number>>): Said =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [attributes[key as AttributeKey], value]));

const keyValues = (said: Said) => Object.entries(said).map(([key, value]) => ({ key, value: anyValue(value) }));

const anyValue = (value: string | number): object => {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
};

const nanosOf = (unixMs: number): string => `${BigInt(Math.round(unixMs)) * 1_000_000n}`;
