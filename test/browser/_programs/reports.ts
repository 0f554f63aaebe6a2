/** Six small pipelines, so that home has more rows than fit on a screen. */
import { pipeline } from '@sightglass/sdk';

for (const name of ['churn', 'forecast', 'inventory', 'margin', 'returns', 'shipping']) {
  await pipeline(`report ${name}`, { namespace: 'reports' }).run((run) =>
    run.stage('build', { inputs: [] }, (stage) => {
      stage.rows.read(365);
      stage.rows.written(365);
    }),
  );
}
