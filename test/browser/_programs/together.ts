/** `together.ts NAME`: two stages write in one transaction, end, and are committed when the input ends. */
import { once } from 'node:events';
import { pipeline } from '@sightglass/sdk';

await pipeline(process.argv[2] ?? 'together', { namespace: 'plant' }).run((run) =>
  run.transaction(async (transaction) => {
    for (const name of ['invoices', 'lines']) {
      run.stage(name, { inputs: [], transaction }, (stage) => {
        stage.rows.read(400);
        stage.rows.written(400);
      });
    }
    console.log(run.id);
    process.stdin.resume();
    await once(process.stdin, 'end');
  }),
);
