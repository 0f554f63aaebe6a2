import { metrics, type Meter } from '@opentelemetry/api';

/** Instruments of the meter provider in force: there is none before the first run, and what it gives then is deaf for ever. */
export const instrument = <T>(create: (meter: Meter) => T): (() => T) => {
  let provider: unknown;
  let made: T | undefined;
  return () => {
    const current = metrics.getMeterProvider();
    if (made === undefined || provider !== current) {
      provider = current;
      made = create(metrics.getMeter('@sightglass/sdk'));
    }
    return made;
  };
};
