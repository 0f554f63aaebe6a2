/** A stage for each of 2,000 tables, one after the other. */
import { pipeline } from '@sightglass/sdk';

await pipeline('tables', { namespace: 'shop' }).run(async (run) => {
  for (let table = 0; table < 2_000; table += 1) {
    await run.stage(`table ${table}`, ({ rows }) => {
      rows.read(10);
      rows.written(10);
    });
  }
});
