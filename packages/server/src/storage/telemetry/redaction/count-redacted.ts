import { messageOf, type OwnTelemetry } from '../../../events/own-telemetry.ts';
import { repeatedly, type Repeating } from '../../../schedule/repeatedly.ts';
import type { TelemetryClient } from '../client.ts';
import { redactionCounts } from './count-views.ts';

const everyMs = 15_000;

/** Brings what the engine counted into the metrics of Sightglass, by rule, every 15 seconds. */
export const countRedacted = (telemetry: Pick<TelemetryClient, 'rows'>, { counter, log }: OwnTelemetry): Repeating => {
  const redacted = counter('sightglass_redacted_values_total', 'Values redacted before they were stored', ['rule']);
  const known = new Map<string, number>();
  return repeatedly(
    async () => {
      for (const { rule, found } of await redactionCounts(telemetry)) {
        redacted.inc({ rule }, Math.max(0, found - (known.get(rule) ?? 0)));
        known.set(rule, found);
      }
      return everyMs;
    },
    {
      againInMs: everyMs,
      onError: (error) => log('warn', `What was redacted could not be counted: ${messageOf(error)}`),
    },
  );
};
