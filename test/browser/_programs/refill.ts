/** Asks a shared API again and again until a line comes; argv: the URL of the API. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { api, pipeline } from '@sightglass/sdk';

const stock = api('stock', { baseUrl: process.argv[2] ?? '', shared: true, policy: { fallback: 'skip-row' } });

let isOver = false;
void once(process.stdin, 'data').then(() => (isOver = true));
await pipeline('refill', { namespace: 'shop' }).run((run) =>
  run.stage('ask', { inputs: [] }, async (stage) => {
    console.log('asking');
    while (!isOver) {
      stage.rows.read();
      const answer = await stock.get('/items');
      if (answer.ok) stage.rows.written();
      else stage.rows.rejected(1, 'stock_unavailable');
      await sleep(50);
    }
  }),
);
process.exit();
