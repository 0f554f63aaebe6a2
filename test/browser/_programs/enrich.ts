/** Looks airports up 200 times, and on until the API works again; loads what cannot be looked up as it is; argv: the URL of the API. */
import { setTimeout as sleep } from 'node:timers/promises';
import { api, pipeline } from '@sightglass/sdk';

const airports = api('airports', {
  baseUrl: process.argv[2] ?? '',
  policy: {
    retry: { attempts: 2, waitMs: 10, mostWaitMs: 20 },
    breaker: { failuresInARow: 4, halfOpenAfterMs: 250 },
    fallback: 'load-unenriched',
  },
});

await pipeline('flights', { namespace: 'travel' }).run((run) =>
  run.stage('enrich', { inputs: [] }, async (stage) => {
    let works = true;
    for (let row = 0; row < 200 || !works; row += 1) {
      stage.rows.read();
      const answer = await airports.get('/airports/{iata}', { params: { iata: `A${row}` } });
      works = answer.ok;
      if (row % 20 === 0) await airports.get('/countries/{code}', { params: { code: 'de' }, rows: 0 });
      stage.rows.written();
      await sleep(10);
    }
  }),
);
