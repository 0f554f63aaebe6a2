import type { Attributes } from '@opentelemetry/api';
import { instrument } from '../../telemetry/instrument.ts';

/** Bounds the conventions advise, in seconds. */
const explicitBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const requestDuration = instrument((meter) =>
  meter.createHistogram('http.client.request.duration', {
    unit: 's',
    description: 'Duration of HTTP client requests.',
    advice: { explicitBucketBoundaries },
  }),
);

export const recordDuration = (seconds: number, about: Attributes): void => requestDuration().record(seconds, about);
