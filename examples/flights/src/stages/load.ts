import { setTimeout as sleep } from 'node:timers/promises';
import type { RunLog, Stage } from '@sightglass/sdk';
import type { EnrichedFlight } from '../warehouse/rows.ts';
import { TableLockedError, type DayWriter } from '../warehouse/warehouse.ts';

const lockAttempts = 60;
const lockPauseMs = 400;

/** Replaces the day in the warehouse: what an earlier run loaded goes out first, so a day can be loaded again at will. */
export const load = async (
  log: RunLog,
  stage: Stage,
  day: DayWriter,
  batches: AsyncIterable<readonly EnrichedFlight[]>,
): Promise<void> => {
  let unenriched = 0;
  await clear(log, stage, day);
  for await (const flights of batches) {
    stage.rows.read(flights.length);
    await day.addFlights(flights);
    stage.rows.written(flights.length);
    unenriched += flights.filter(({ enriched }) => !enriched).length;
  }
  if (unenriched === 0) return;
  log.warn('flights loaded un-enriched', { 'flights.unenriched': unenriched, 'flights.policy': 'load-unenriched' });
};

const clear = async (log: RunLog, stage: Stage, day: DayWriter): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await day.clear();
    } catch (error) {
      if (!(error instanceof TableLockedError) || attempt === lockAttempts) throw error;
      stage.retried();
      log.warn('waiting for a lock on the target table', { 'flights.problem': error.message, attempt });
      await sleep(lockPauseMs * (0.5 + Math.random()));
    }
  }
};
