/** Lifecycle events as a program without the SDK tells them. */
import { attributes, type AttributeKey } from '@sightglass/model';
import { attribute, type OtlpLog } from './_otlp.ts';

export type Said = Partial<Record<AttributeKey, string | number>>;

export const lifecycleEvent = (eventName: string, atMs: number, said: Said): OtlpLog => ({
  eventName,
  body: eventName,
  severityNumber: 9,
  timeUnixNano: `${atMs}000000`,
  attributes: Object.entries(said).map(([key, value]) => attribute(attributes[key as AttributeKey], value)),
});
