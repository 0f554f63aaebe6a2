import { setTimeout as delay } from 'node:timers/promises';
import type { TelemetryClient } from '../client.ts';

const lookAgainMs = 100;
/** The longest an insert may take. */
const mostMs = 300_000;

/**
 * Resolves once every insert that is under way has ended: those may not have seen a rule that was just set or taken away. Raises the reason
 * of `signal`, and an error after five minutes.
 */
export const insertsEnded = async (telemetry: TelemetryClient, signal: AbortSignal): Promise<void> => {
  const untilMs = Date.now() + mostMs;
  const atFirst = new Set(await insertsNow(telemetry));
  while (atFirst.size > 0) {
    signal.throwIfAborted();
    if (Date.now() > untilMs) throw new Error('An insert has been under way for five minutes.');
    await delay(lookAgainMs);
    const still = new Set(await insertsNow(telemetry));
    for (const id of atFirst) if (!still.has(id)) atFirst.delete(id);
  }
};

const insertsNow = async (telemetry: TelemetryClient): Promise<string[]> => {
  const rows = await telemetry.rows<{ id: string }>(
    "SELECT query_id AS id FROM system.processes WHERE query_kind = 'Insert'",
  );
  return rows.map(({ id }) => id);
};
