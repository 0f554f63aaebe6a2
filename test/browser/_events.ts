/** Events as a program without the SDK tells them. */
import { attributes, type AttributeKey } from '@sightglass/model';
import { attribute, unixNano, type OtlpLog } from './_otlp.ts';

export type Said = Partial<Record<AttributeKey, string | number>>;

export const eventRecord = (eventName: string, atMs: number, said: Said): OtlpLog => ({
  eventName,
  body: eventName,
  severityNumber: 9,
  timeUnixNano: unixNano(atMs),
  attributes: Object.entries(said).map(([key, value]) => attribute(attributes[key as AttributeKey], value)),
});
