import { pipeline, type Run, type Transaction } from '@sightglass/sdk';
import { airportsApi, type AirportsPolicy } from './airports/client.ts';
import { betweenBelts, createBelt, offBelt, ontoBelt, together } from './belt.ts';
import type { Drop } from './drops/drop.ts';
import type { Flight } from './rules.ts';
import { createEnricher } from './stages/enrich.ts';
import { extract, type DeliveredLine } from './stages/extract.ts';
import { load } from './stages/load.ts';
import { createValidator } from './stages/validate.ts';
import type { EnrichedFlight, RejectedLine } from './warehouse/rows.ts';
import type { DayWriter, Warehouse } from './warehouse/warehouse.ts';

const flights = pipeline('daily-flights', {
  namespace: 'flights',
  owner: 'flight-data',
  criticality: 'high',
});

export interface DayToLoad {
  readonly drop: Drop;
  readonly airportsUrl: string;
  readonly airportsPolicy?: AirportsPolicy;
  readonly warehouse: Warehouse;
  readonly rowsPerSecond: number;
}

/** Loads one daily drop: all of it, or, when anything fails, none of it. Resolves to the id of the run. */
export const loadDay = (asked: DayToLoad): Promise<string> => {
  const { drop, warehouse } = asked;
  return flights.run({ file: drop.path, audit: warehouse.audit }, async (run) => {
    const target = { day: drop.day, runId: run.id };
    run.log.info('loading a day of flights', { 'flights.day': drop.day, 'flights.drop': drop.path });
    try {
      await run.transaction((transaction) =>
        warehouse.transaction(target, (day) => runStages(run, asked, day, transaction)),
      );
    } catch (error) {
      run.log.error('day not loaded, nothing was changed', { 'flights.day': drop.day, err: error });
      throw error;
    }
    return run.id;
  });
};

const runStages = async (
  run: Run,
  { drop, airportsUrl, airportsPolicy, rowsPerSecond }: DayToLoad,
  day: DayWriter,
  transaction: Transaction,
): Promise<void> => {
  const delivered = createBelt<DeliveredLine[]>();
  const valid = createBelt<Flight[]>();
  const enriched = createBelt<EnrichedFlight[]>();
  const rejected: RejectedLine[] = [];
  const airports = airportsApi(airportsUrl, airportsPolicy);
  await together([
    run.stage('extract', { inputs: [] }, (stage) => ontoBelt(extract(stage, drop, rowsPerSecond), delivered)),
    run.stage('validate', { inputs: ['extract'] }, (stage) =>
      betweenBelts(delivered, valid, createValidator(run.log, stage, drop.day, rejected)),
    ),
    run.stage('enrich', { inputs: ['validate'] }, (stage) =>
      betweenBelts(valid, enriched, createEnricher(run.log, stage, airports)),
    ),
    run.stage('load', { inputs: ['enrich'], transaction }, (stage) =>
      offBelt(enriched, (batches) => load(run.log, stage, day, batches)),
    ),
  ]);
  await run.stage('audit', {}, async () => {
    await day.addRejected(rejected);
    await day.note(run);
  });
};
