import { attributes, type AttributeKey, ownEvents } from '@sightglass/model';
import { requestTypes } from './messages.ts';

export type OwnAttributes = Partial<Record<AttributeKey, string | number | null | undefined>>;

/** Something this server says itself. */
export interface OwnEvent {
  readonly key: keyof typeof ownEvents;
  /** Which part says it: `sightglass.schedule`. */
  readonly scope: string;
  readonly body: string;
  readonly severityNumber: number;
  readonly atMs: number;
  /** What is null or undefined is left out. */
  readonly attributes: OwnAttributes;
}

/** An export request that says it, to be taken in as any other. */
export const ownLogRequest = ({ key, scope, body, severityNumber, atMs, attributes: said }: OwnEvent): Uint8Array => {
  const record = {
    timeUnixNano: `${BigInt(atMs) * 1_000_000n}`,
    severityNumber,
    eventName: ownEvents[key].name,
    body: { stringValue: body },
    attributes: Object.entries(said).flatMap(([own, value]) =>
      value === null || value === undefined ? [] : [keyValue(attributes[own as AttributeKey], value)],
    ),
  };
  const resource = { attributes: [keyValue(attributes.serviceName, 'sightglass')] };
  const scopeLogs = [{ scope: { name: scope }, logRecords: [record] }];
  const type = requestTypes.logs;
  return type.encode(type.fromObject({ resourceLogs: [{ resource, scopeLogs }] })).finish();
};

const keyValue = (key: string, value: string | number) => ({ key, value: anyValueOf(value) });

const anyValueOf = (value: string | number): object => {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isSafeInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
};
