import { pipeline } from '@sightglass/sdk';
import { betweenBelts, createBelt, offBelt, ontoBelt, together } from './belt.ts';
import type { Drop } from './drops/drop.ts';
import type { Flight } from './rules.ts';
import { auditFailure, withAudit } from './stages/audit.ts';
import { createEnricher } from './stages/enrich.ts';
import { extract, type DeliveredLine } from './stages/extract.ts';
import { load } from './stages/load.ts';
import { createValidator } from './stages/validate.ts';
import type { EnrichedFlight, RejectedLine } from './warehouse/rows.ts';
import type { Warehouse } from './warehouse/warehouse.ts';

const flights = pipeline('daily-flights', {
  namespace: 'flights',
  owner: 'flight-data',
  criticality: 'high',
});

export interface DayToLoad {
  readonly drop: Drop;
  readonly airportsUrl: string;
  readonly warehouse: Warehouse;
  readonly rowsPerSecond: number;
}

/** Loads one daily drop: all of it, or, when anything fails, none of it. Resolves to the id of the run. */
export const loadDay = ({ drop, airportsUrl, warehouse, rowsPerSecond }: DayToLoad): Promise<string> =>
  flights.run(async (observed) => {
    const run = withAudit(observed);
    const target = { day: drop.day, runId: run.id };
    const delivered = createBelt<DeliveredLine[]>();
    const valid = createBelt<Flight[]>();
    const enriched = createBelt<EnrichedFlight[]>();
    const rejected: RejectedLine[] = [];
    run.log.info('loading a day of flights', { 'flights.day': drop.day, 'flights.drop': drop.path });
    try {
      await warehouse.transaction(target, async (day) => {
        await together([
          run.stage('extract', { inputs: [] }, (stage) => ontoBelt(extract(stage, drop, rowsPerSecond), delivered)),
          run.stage('validate', { inputs: ['extract'] }, (stage) =>
            betweenBelts(delivered, valid, createValidator(run.log, stage, drop.day, rejected)),
          ),
          run.stage('enrich', { inputs: ['validate'] }, (stage) =>
            betweenBelts(valid, enriched, createEnricher(run.log, stage, airportsUrl)),
          ),
          run.stage('load', { inputs: ['enrich'] }, (stage) =>
            offBelt(enriched, (batches) => load(run.log, stage, day, batches)),
          ),
        ]);
        await run.stage('audit', {}, async () => {
          await day.addRejected(rejected);
          await day.addAudit(run.audit);
        });
      });
    } catch (error) {
      run.log.error('day not loaded, nothing was changed', { 'flights.day': drop.day, 'error.message': String(error) });
      await run
        .stage('audit', {}, (stage) => auditFailure(run, stage, warehouse, target))
        .catch(() => run.log.error('the failed run is missing in the audit table', { 'flights.day': drop.day }));
      throw error;
    }
    return run.id;
  });
