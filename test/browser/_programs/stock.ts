/** Rows vanish inside a stage and on the way to the next one; the run itself ends well. */
import { pipeline } from '@sightglass/sdk';

await pipeline('stock', { namespace: 'shop' }).run((run) => {
  run.stage('extract', { inputs: [] }, (stage) => {
    stage.rows.read(5_000);
    stage.rows.written(5_000);
  });
  run.stage('transform', (stage) => {
    stage.rows.read(5_000);
    stage.rows.written(4_688);
  });
  run.stage('load', (stage) => {
    stage.rows.read(4_676);
    stage.rows.written(4_676);
  });
});
