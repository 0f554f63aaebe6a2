import { metrics, type Attributes, type Histogram, type MeterProvider } from '@opentelemetry/api';

/** Bounds the conventions advise, in seconds. */
const explicitBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

let histogram: Histogram | undefined;
let provider: MeterProvider | undefined;

/** `http.client.request.duration`, of whichever meter provider there is now. */
export const recordDuration = (seconds: number, about: Attributes): void => {
  const present = metrics.getMeterProvider();
  if (histogram === undefined || provider !== present) {
    provider = present;
    histogram = present.getMeter('@sightglass/sdk').createHistogram('http.client.request.duration', {
      unit: 's',
      description: 'Duration of HTTP client requests.',
      advice: { explicitBucketBoundaries },
    });
  }
  histogram.record(seconds, about);
};
