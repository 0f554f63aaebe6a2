/** Collects for ever with a short heartbeat; whoever started it kills it. */
import { setTimeout as pause } from 'node:timers/promises';
import { pipeline } from '@sightglass/sdk';

await pipeline('sensors', { namespace: 'plant', heartbeatIntervalMs: 250 }).run((run) =>
  run.stage('collect', { inputs: [] }, async (stage) => {
    for (;;) {
      stage.rows.read(500);
      stage.rows.written(500);
      await pause(100);
    }
  }),
);
