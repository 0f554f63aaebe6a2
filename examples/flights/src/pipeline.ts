import { pipeline, type Run, type Transaction } from '@sightglass/sdk';
import { airportsApi, type AirportsTreatment } from './airports/client.ts';
import { betweenBelts, createBelt, offBelt, ontoBelt, together } from './belt.ts';
import { checkedFilesOf, type Drop } from './drops/drop.ts';
import type { Flight } from './flight.ts';
import { createEnricher } from './stages/enrich.ts';
import { extract } from './stages/extract.ts';
import { load } from './stages/load.ts';
import { validate } from './stages/validate.ts';
import type { EnrichedFlight } from './warehouse/rows.ts';
import type { DayWriter, Warehouse } from './warehouse/warehouse.ts';

const flights = pipeline('daily-flights', {
  namespace: 'flights',
  owner: 'flight-data',
  criticality: 'high',
});

export interface DayToLoad {
  readonly drop: Drop;
  readonly dataFolder: string;
  readonly airportsUrl: string;
  readonly airports?: AirportsTreatment;
  readonly warehouse: Warehouse;
  readonly rowsPerSecond: number;
}

/** Loads one daily drop: all of it, or, when anything fails, none of it. Resolves to the id of the run. */
export const loadDay = (order: DayToLoad): Promise<string> => {
  const { drop, dataFolder, warehouse } = order;
  return flights.run({ file: drop.path, audit: warehouse.audit }, async (run) => {
    const target = { day: drop.day, runId: run.id };
    run.log.info('loading a day of flights', { 'flights.day': drop.day, 'flights.drop': drop.path });
    try {
      const files = await checkedFilesOf(drop, dataFolder, run.id);
      await run.stage('validate', { inputs: [] }, (stage) => validate(stage, drop, files));
      await run.transaction((transaction) =>
        warehouse.transaction(target, (day) => fill(day, run, transaction, { ...order, accepted: files.accepted })),
      );
    } catch (error) {
      run.log.error('day not loaded, nothing was changed', { 'flights.day': drop.day, err: error });
      throw error;
    }
    return run.id;
  });
};

/** What happens inside the transaction: three stages at the same time, then the audit rows. */
const fill = async (
  day: DayWriter,
  run: Run,
  transaction: Transaction,
  { accepted, airportsUrl, airports: treatment, rowsPerSecond }: DayToLoad & { readonly accepted: string },
): Promise<void> => {
  const extracted = createBelt<Flight[]>();
  const enriched = createBelt<EnrichedFlight[]>();
  const airports = airportsApi(airportsUrl, treatment);
  await together([
    run.stage('extract', { inputs: ['validate'] }, (stage) =>
      ontoBelt(extract(stage, accepted, rowsPerSecond), extracted),
    ),
    run.stage('enrich', { inputs: ['extract'] }, (stage) =>
      betweenBelts(extracted, enriched, createEnricher(run.log, stage, airports)),
    ),
    run.stage('load', { inputs: ['enrich'], transaction }, (stage) =>
      offBelt(enriched, (batches) => load(run.log, stage, day, batches)),
    ),
  ]);
  await run.stage('audit', {}, () => day.note(run));
};
