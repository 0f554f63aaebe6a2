import type { OpenRoom } from '../../room.ts';
import { namedDatabases } from '../databases/named-databases.ts';
import { createPipelineReader } from '../pipelines/facts.ts';
import { createRunReader } from '../runs/facts-runs.ts';
import { createStageReader } from '../runs/facts-stages.ts';
import { createCallReader } from './facts.ts';
import { performanceRoutes } from './routes.ts';

export const openPerformance: OpenRoom = ({ telemetry, plans, receptionTime, config }) => ({
  name: 'performance',
  routes: {
    about: 'How long runs take, and where the time goes',
    plugins: [
      performanceRoutes({
        pipelines: createPipelineReader(telemetry),
        runs: createRunReader(telemetry, plans),
        stages: createStageReader(telemetry),
        calls: createCallReader(telemetry),
        databases: namedDatabases(config.dependencies),
        receptionTime,
      }),
    ],
  },
});
