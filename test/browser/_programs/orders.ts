/** Three usual runs of `orders`, then a dirty one with every kind of leak. */
import { setTimeout as pause } from 'node:timers/promises';
import { pipeline, type Run } from '@sightglass/sdk';

const orders = pipeline('orders', {
  namespace: 'shop',
  owner: 'sales',
  criticality: 'high',
  schedule: '0 2 * * *',
  timeZone: 'Europe/Berlin',
  deadline: '04:00',
});

interface Leaks {
  readonly missingPrice: number;
  readonly badDate: number;
  readonly repeats: number;
  readonly tests: number;
  readonly strangers: number;
}

const usual: Leaks = { missingPrice: 9, badDate: 3, repeats: 120, tests: 40, strangers: 6 };
const dirty: Leaks = { missingPrice: 1_713, badDate: 488, repeats: 1_204, tests: 655, strangers: 902 };

const read = 12_448;
const workMs = 25;

const load = (leaks: Leaks) => async (run: Run) => {
  await run.stage('extract', { inputs: [] }, async (stage) => {
    stage.rows.read(read);
    await pause(workMs);
    stage.rows.written(read);
    run.log.info('read orders.csv', { file: 'orders.csv', delimiter: ';' });
  });
  const valid = read - leaks.missingPrice - leaks.badDate;
  await run.stage('validate', async (stage) => {
    stage.rows.read(read);
    await pause(workMs);
    stage.rows.rejected(leaks.missingPrice, 'missing_price');
    stage.rows.rejected(leaks.badDate, 'bad_date');
    stage.rows.written(valid);
    for (let line = 1; line <= 12; line += 1) {
      run.log.warn(`line ${line * 1_000}: the price is missing`, { line: line * 1_000, column: 'price' });
    }
    run.log.debug('checked every date against the calendar');
  });
  const unique = valid - leaks.repeats;
  await run.stage('deduplicate', (stage) => {
    stage.rows.read(valid);
    stage.rows.deduplicated(leaks.repeats);
    stage.rows.written(unique);
    return pause(workMs);
  });
  const real = unique - leaks.tests;
  await run.stage('select', (stage) => {
    stage.rows.read(unique);
    stage.rows.filtered(leaks.tests);
    stage.rows.written(real);
    return pause(workMs);
  });
  const known = real - leaks.strangers;
  await run.stage('enrich', async (stage) => {
    stage.rows.read(real);
    stage.retried(2);
    await pause(workMs);
    stage.rows.unmatched(leaks.strangers);
    stage.rows.written(known);
    run.log.error('customer service refused the connection', { 'http.response.status_code': 503 });
    run.log.info('customer service answered after two retries', { 'http.response.status_code': 200 });
  });
  await run.stage('load', async (stage) => {
    stage.rows.read(known);
    await pause(workMs);
    stage.rows.written(known);
    run.log.info('committed', { table: 'warehouse.orders' });
  });
};

for (const leaks of [usual, usual, usual, dirty]) await orders.run({ trigger: 'schedule' }, load(leaks));
