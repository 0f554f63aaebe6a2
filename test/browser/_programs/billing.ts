/** Loads once, then fails half way through loading. */
import { pipeline, type Run } from '@sightglass/sdk';

class WarehouseError extends Error {
  override readonly name = 'WarehouseError';
}

const billing = pipeline('billing', { namespace: 'finance', owner: 'accounts' });

const load =
  (isBroken: boolean) =>
  (run: Run): void => {
    run.stage('extract', { inputs: [] }, (stage) => {
      stage.rows.read(2_400);
      stage.rows.written(2_400);
    });
    run.stage('load', (stage) => {
      stage.rows.read(2_400);
      stage.rows.written(isBroken ? 1_150 : 2_400);
      if (!isBroken) return;
      run.log.warn('the warehouse answers slowly', { waitMs: 4_000 });
      throw new WarehouseError('connection refused by warehouse:5432 while writing table invoices');
    });
  };

await billing.run(load(false));
await billing.run(load(true)).catch(() => undefined);
