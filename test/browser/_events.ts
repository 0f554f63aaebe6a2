/** Events as a program without the SDK tells them. */
import { attributes, type AttributeKey } from '@sightglass/model';
import { attribute, unixNano, type OtlpLog } from './_otlp.ts';

export type EventValues = Partial<Record<AttributeKey, string | number>>;

export const eventRecord = (eventName: string, atMs: number, values: EventValues): OtlpLog => ({
  eventName,
  body: eventName,
  severityNumber: 9,
  timeUnixNano: unixNano(atMs),
  attributes: Object.entries(values).map(([key, value]) => attribute(attributes[key as AttributeKey], value)),
});
