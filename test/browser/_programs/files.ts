/** Stages side by side, stages inside a stage, and a join of two flows. */
import { setTimeout as pause } from 'node:timers/promises';
import { pipeline, type Stage } from '@sightglass/sdk';

const pass =
  (read: number, written = read) =>
  async ({ rows }: Stage) => {
    rows.read(read);
    await pause(20);
    rows.written(written);
  };

await pipeline('files', { namespace: 'shop' }).run(async (run) => {
  await run.stage('all files', (all) =>
    Promise.all(
      [700, 800, 900].map((rows) =>
        all.stage('parse', { inputs: [] }, async (stage) => {
          await pass(rows)(stage);
          await stage.stage('check sums', () => pause(5));
        }),
      ),
    ),
  );
  await Promise.all([run.stage('prices', pass(2_400)), run.stage('customers', pass(2_400))]);
  await run.stage('join', { inputs: ['prices', 'customers'], ledger: 'unchecked' }, pass(4_800, 2_400));
});
