/** A stage for each of 2,000 tables, one after the other. */
import { pipeline } from '@sightglass/sdk';

await pipeline('tables', { namespace: 'shop' }).run((run) => {
  for (let table = 0; table < 2_000; table += 1) {
    run.stage(`table ${table}`, ({ rows }) => {
      rows.read(10);
      rows.written(10);
    });
  }
});
