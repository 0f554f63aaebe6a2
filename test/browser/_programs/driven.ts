/** `driven.ts NAME`: a run led by lines on stdin. A number copies that many rows, any other word is logged, the end of input ends it. */
import { createInterface } from 'node:readline';
import { pipeline } from '@sightglass/sdk';

const name = process.argv[2] ?? 'driven';

await pipeline(name, { namespace: 'plant' }).run((run) =>
  run.stage('copy', { inputs: [] }, async (stage) => {
    console.log(run.id);
    for await (const line of createInterface(process.stdin)) {
      const rows = Number(line);
      if (Number.isNaN(rows)) run.log.info(line);
      else {
        stage.rows.read(rows);
        stage.rows.written(rows);
      }
    }
  }),
);
